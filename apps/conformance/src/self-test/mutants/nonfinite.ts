import { refusal } from "../../peer/refusal.ts";
import { answering, changing, dropping, isUpdate, type MutantTable, misreading } from "./taps.ts";

/** Broken servers for the cases of the group `nonfinite`. */
export const nonfiniteMutants: MutantTable = {
  "nonfinite-001": {
    "refuses-bare-nan": () =>
      answering(
        (_answer, { body }) => /: NaN/.test(body),
        () => refusal("bad_json"),
      ),
    "drops-nan-updates": () => dropping(({ data }) => data?.details?.nonfinite !== undefined),
    "reads-nan-by-a-regex": () => misreading((body) => body.replaceAll(/-?\bInfinity\b|\bNaN\b/g, "null")),
  },
  "nonfinite-002": {
    "rejects-the-strings": () => misreading((body) => body.replaceAll(/"(NaN|-?Infinity)"/g, '"$1!"')),
  },
  "nonfinite-003": {
    "takes-null-for-unreported": () => misreading((body) => body.replaceAll("nonfinite", "former")),
  },
  "nonfinite-004": {
    "forgets-the-overflown": () => misreading((body) => body.replaceAll(/-?1e999/g, "null")),
  },
  "nonfinite-005": {
    "forgets-metrics-that-are-nan": () => misreading((body) => body.replace('"accuracy": NaN, ', "")),
    "names-metrics-without-their-path": () =>
      changing(isUpdate, (message) =>
        JSON.parse(JSON.stringify(message).replaceAll('"metrics.accuracy"', '"accuracy"')),
      ),
  },
  "nonfinite-007": {
    "fills-details-with-the-state": () =>
      changing(isUpdate, (message, { store }) => {
        const state = store.logs.get(message["train_id"])?.stateAt(message["seq"]);
        return { ...message, data: { ...message["data"], details: { ...state } } };
      }),
    "fills-details-with-nulls": () =>
      changing(isUpdate, (message) => ({
        ...message,
        data: { ...message["data"], details: { loss: null, ...message["data"].details } },
      })),
  },
};
