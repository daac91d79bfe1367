import type { AnyMessage } from "../../peer/mutation.ts";
import { changing, dropping, isType, type MutantTable, reading } from "./taps.ts";

const isList = isType("trainings_update");

/** Broken servers for the cases of the group `list`. */
export const listMutants: MutantTable = {
  "list-001": {
    "confirms-without-a-list": () =>
      dropping((message, socket) => isList(message, socket) && message["snapshot"]),
    "lists-nothing": () => changing(isList, (message) => ({ ...message, trainings: [] })),
  },
  "list-002": {
    "lists-no-ends": () =>
      changing(isList, (message) => ({
        ...message,
        trainings: (message["trainings"] as AnyMessage[]).filter(({ complete }) => !complete),
      })),
    "never-updates-its-list": () =>
      dropping((message, socket) => isList(message, socket) && !message["snapshot"]),
  },
  "list-003": { "lists-every-change": () => ({ options: { listIntervalMs: 0 } }) },
  "list-005": {
    "lists-no-deletions": () => changing(isList, ({ removed: _hidden, ...message }) => message),
  },
  "list-004": {
    "unsubscribes-the-list-in-word-only": () =>
      reading("unsubscribe_trainings", (_message, socket) => {
        socket.emit({ type: "trainings_confirmed", status: "unsubscribed" });
        return undefined;
      }),
  },
};
