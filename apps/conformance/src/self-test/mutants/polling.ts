import { setTimeout } from "node:timers/promises";
import type { AnyMessage, Mutation } from "../../peer/mutation.ts";
import { answering, isPage, isState, type MutantTable, refuses } from "./taps.ts";

const lateMs = 700;

const changingPages = (change: (body: AnyMessage) => AnyMessage): Mutation =>
  answering(isPage, (body) => ({ status: 200, body: { ...body, ...change(body) } }));

const slowLongPolls = (when: (body: AnyMessage) => boolean): Mutation => ({
  answer: async (answer, request) => {
    const waits = request.query.has("wait_seconds") && when(answer.body ?? {});
    if (waits) await setTimeout(lateMs);
    return answer;
  },
});

/** Broken servers for the cases of the group `polling`. */
export const pollingMutants: MutantTable = {
  "polling-001": {
    "never-answers-304": () => ({
      request: (request) => ({ ...request, headers: { ...request.headers, "if-none-match": undefined } }),
    }),
    "always-answers-304": () => ({
      answer: (answer, { headers }) => (headers["if-none-match"] ? { status: 304 } : answer),
    }),
    "sends-no-etag": () => answering(isState, (body) => ({ status: 200, body })),
  },
  "polling-002": {
    "tags-the-step-only": () =>
      answering(isState, (body, { headers }) => {
        const etag = `"step-${body["current_step"]}"`;
        return headers["if-none-match"] === etag
          ? { status: 304, headers: { etag } }
          : { status: 200, headers: { etag }, body };
      }),
  },
  "polling-003": {
    "drops-nan-when-polled": () =>
      changingPages(({ updates }) => ({
        updates: (updates as AnyMessage[]).filter(({ data }) => data.details.nonfinite === undefined),
      })),
    "polls-the-state-instead-of-the-report": () =>
      changingPages(({ updates }) => ({
        updates: (updates as AnyMessage[]).map((update) => ({
          ...update,
          data: { ...update["data"], details: { ...update["data"].details, eval_loss: null } },
        })),
      })),
  },
  "polling-004": {
    "pages-overlap": () => changingPages(({ next_after_seq }) => ({ next_after_seq: next_after_seq - 1 })),
  },
  "polling-005": { "waits-in-spite-of-an-update": () => slowLongPolls(({ updates }) => updates?.length > 0) },
  "polling-006": { "waits-in-spite-of-the-end": () => slowLongPolls(({ ended }) => ended === true) },
  "polling-007": {
    "takes-the-head-for-the-end": () => changingPages(() => ({ ended: true })),
    "never-ends": () => changingPages(() => ({ ended: false })),
  },
  "polling-008": {
    "answers-an-empty-page": () =>
      answering(
        ({ status }) => status === 409,
        () => ({
          status: 200,
          body: { stream_id: "s", first_seq: 1, updates: [], next_after_seq: 3, ended: false },
        }),
      ),
    "says-not-where-to-begin": () =>
      answering(
        ({ status }) => status === 409,
        ({ code, message }) => ({ status: 409, body: { code, message } }),
      ),
  },
  "polling-009": {
    "invents-unknown-trainings": () =>
      answering(refuses("unknown_training"), () => ({ status: 200, body: {} })),
  },
};
