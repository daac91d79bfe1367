import type { AnyMessage, Mutation } from "../../peer/mutation.ts";
import {
  answering,
  changing,
  dropping,
  isPage,
  isPublish,
  isSnapshot,
  isType,
  type MutantTable,
  refuses,
} from "./taps.ts";

/** Reads another retention than was sent. */
const retaining = (retention: unknown): Mutation => ({
  request: (request) => {
    if (!request.body.includes("retention")) return request;
    return { ...request, body: JSON.stringify({ ...(JSON.parse(request.body) as AnyMessage), retention }) };
  },
});

const pagesWith = (change: (updates: AnyMessage[]) => AnyMessage[]): Mutation =>
  answering(isPage, (body) => ({ status: 200, body: { ...body, updates: change(body["updates"]) } }));

/** Broken servers for the cases of the group `retention`. */
export const retentionMutants: MutantTable = {
  "retention-001": {
    "keeps-everything": () => retaining(null),
    "keeps-too-little": () => retaining({ updates: 3 }),
    "trims-from-the-middle": () => pagesWith((updates) => updates.filter(({ seq }) => seq % 7 !== 0)),
  },
  "retention-002": {
    "answers-an-expired-position-with-a-page": () =>
      answering(refuses("expired"), () => ({
        status: 200,
        body: { stream_id: "s", first_seq: 31, updates: [], next_after_seq: 31, ended: false },
      })),
    "resets-nothing-that-expired": () => dropping(isType("subscription_reset")),
    "says-not-why-it-resets": () =>
      changing(isType("subscription_reset"), (message) => ({ ...message, reason: "past_end" })),
  },
  "retention-003": {
    "hides-the-hole-in-a-backlog": () => changing(isSnapshot, ({ snapshot: _hidden, ...message }) => message),
  },
  "retention-004": {
    "stores-repeats-of-what-expired": () =>
      answering(isPublish, (body) => ({
        status: 200,
        body: { ...body, accepted: body["accepted"] + body["repeated"], repeated: 0 },
      })),
  },
  "retention-005": {
    "trims-the-terminal": () =>
      pagesWith((updates) => updates.filter(({ data }) => data.status !== "failed")),
  },
};
