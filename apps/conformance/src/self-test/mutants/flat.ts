import type { AnyMessage } from "../../peer/mutation.ts";
import { changing, dropping, isFlat, type MutantTable, notClosing } from "./taps.ts";

/** Broken servers for the cases of the group `flat`. */
export const flatMutants: MutantTable = {
  "flat-001": {
    "waits-for-the-next-update": () => ({
      send: (message, socket) => {
        const first = !socket.memory.has("sent");
        socket.memory.set("sent", true);
        return isFlat(message, socket) && first ? [] : [message];
      },
    }),
  },
  "flat-002": {
    "carries-nothing-forward": () =>
      changing(isFlat, (message, { store }) => {
        const update = store.logs.get(message["job_id"])?.updates[message["seq"] - 1];
        return { ...message, loss: update?.data.details.loss ?? null };
      }),
    "leaves-nulls-out": () =>
      changing(isFlat, (message) =>
        Object.fromEntries(Object.entries(message).filter(([, value]) => value !== null)),
      ),
  },
  "flat-003": {
    "shows-progress-only-if-sent": () =>
      changing(isFlat, (message, { store }) => {
        const update = store.logs.get(message["job_id"])?.updates[message["seq"] - 1];
        return { ...message, progress: update?.data.details.progress ?? 0 };
      }),
  },
  "flat-004": {
    "is-one-behind-in-its-values": () =>
      changing(isFlat, (message, { store }) => {
        const before = store.logs.get(message["job_id"])?.stateAt(message["seq"] - 1);
        return { ...message, loss: before?.loss ?? null };
      }),
  },
  "flat-005": {
    "closes-on-text": () => ({
      receive: (text, socket) => {
        if (socket.endpoint === "flat") socket.close(1003);
        return text;
      },
    }),
    "answers-text": () => ({
      receive: (text, socket) => {
        if (socket.endpoint === "flat") socket.emit({ type: "error", code: "bad_json", message: "what?" });
        return text;
      },
    }),
  },
  "flat-006": {
    "jumps-to-the-newest": () =>
      dropping((message, socket) => {
        const head = socket.store.logs.get(message["job_id"])?.state.seq ?? 0;
        return isFlat(message, socket) && message["seq"] < head;
      }),
  },
  "flat-007": {
    "stays-open-at-the-end": () => notClosing(1000),
    "never-says-complete": () => changing(isFlat, (message) => ({ ...message, complete: false })),
  },
  "flat-008": {
    "says-nothing-to-the-late": () =>
      dropping((message, socket) => {
        const first = !socket.memory.has("sent");
        socket.memory.set("sent", true);
        return isFlat(message, socket) && first && message["complete"];
      }),
  },
  "nonfinite-006": {
    "keeps-the-last-finite-value": () =>
      changing(isFlat, (message, { memory }): AnyMessage => {
        const loss = message["loss"] ?? memory.get("loss") ?? null;
        memory.set("loss", loss);
        return { ...message, loss };
      }),
  },
};
