import type { AnyMessage } from "../../peer/mutation.ts";
import { refusal } from "../../peer/refusal.ts";
import { answering, isPublish, type MutantTable, misreading, refuses } from "./taps.ts";

const refusingIfAnyIsBad = (type: string) => () =>
  answering(
    (answer, request) =>
      isPublish(answer, request) &&
      request.headers["content-type"] === type &&
      (answer.body as AnyMessage)["rejected"]?.length > 0,
    () => refusal("bad_message"),
  );

/** Broken servers for the cases of the group `ingest`. */
export const ingestMutants: MutantTable = {
  "ingest-001": {
    "takes-no-ndjson": () =>
      answering(
        (_answer, { headers }) => headers["content-type"] === "application/x-ndjson",
        () => refusal("unsupported_content_type"),
      ),
    "takes-the-first-of-an-array": () =>
      misreading((body) => {
        const value: unknown = body.startsWith("[{") ? JSON.parse(body) : undefined;
        return Array.isArray(value) ? JSON.stringify(value[0]) : body;
      }),
  },
  "ingest-002": {
    "refuses-whole-batches": refusingIfAnyIsBad("application/json"),
    "hides-what-it-rejects": () =>
      answering(isPublish, (body) => ({ status: 200, body: { ...body, rejected: [] } })),
  },
  "ingest-003": { "one-bad-line-spoils-all": refusingIfAnyIsBad("application/x-ndjson") },
  "ingest-004": {
    "takes-the-unreadable": () => answering(refuses("bad_json"), () => ({ status: 200, body: {} })),
    "fails-on-the-unreadable": () =>
      answering(refuses("bad_json"), (body) => ({ status: 500, body: { ...body, code: "internal" } })),
  },
  "ingest-005": {
    "calls-bad-ids-unknown-on-rest": () => answering(refuses("bad_id"), () => refusal("unknown_training")),
  },
  "ingest-006": {
    "stores-repeats": () => misreading((body) => body.replaceAll("producer_", "former_")),
    "mixes-producers-up": () => misreading((body) => body.replaceAll('"b"', '"a"')),
  },
  "ingest-007": {
    "wants-registration-first": () =>
      answering(
        (answer, request) => isPublish(answer, request) && (answer.body as AnyMessage)["seq"] === 1,
        () => refusal("unknown_training"),
      ),
  },
  "ingest-008": { "takes-bodies-of-any-size": () => ({ options: { maxBodyBytes: 2 ** 25 } }) },
  "ingest-009": {
    "takes-any-content-type": () => ({
      request: (request) => ({
        ...request,
        headers: { ...request.headers, "content-type": "application/json" },
      }),
    }),
  },
  "ingest-010": {
    "forgets-the-head-on-an-empty-array": () =>
      answering(
        (_answer, { body }) => body === "[]",
        (body) => ({ status: 200, body: { ...body, seq: 0 } }),
      ),
    "stores-an-empty-array": () => misreading((body) => (body === "[]" ? "{}" : body)),
  },
  "ingest-011": {
    "takes-older-attempts": () => misreading((body) => body.replaceAll('"attempt":1', '"former":1')),
  },
};
