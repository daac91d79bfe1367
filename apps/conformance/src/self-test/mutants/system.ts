import type { Mutation } from "../../peer/mutation.ts";
import { countingTheDead } from "./liveness.ts";
import {
  answering,
  changing,
  dropping,
  isFlat,
  isPage,
  isType,
  isUpdate,
  type MutantTable,
  misreading,
  reading,
} from "./taps.ts";

const resumingAt = (shift: (afterSeq: number) => number) => () =>
  reading("subscribe_training", (message) =>
    message["after_seq"] > 0 ? { ...message, after_seq: shift(message["after_seq"]) } : message,
  );

/** Subscribes everyone from now on once the server was started anew. */
function forgettingPositionsInACrash(): Mutation {
  let isRestarted = false;
  return {
    restart: () => {
      isRestarted = true;
    },
    ...reading("subscribe_training", ({ after_seq: position, ...message }) =>
      isRestarted ? message : { ...message, after_seq: position },
    ),
  };
}

/** Broken servers for the cases of the group `system`, each with the suite's own trainer. */
export const systemServerMutants: MutantTable = {
  "system-001": {
    "loses-update-5": () => dropping((message, socket) => isUpdate(message, socket) && message["seq"] === 5),
    "sends-update-5-twice": () => ({
      send: (message, socket) =>
        isUpdate(message, socket) && message["seq"] === 5 ? [message, message] : [message],
    }),
  },
  "system-002": {
    "loses-the-flat-state-6": () =>
      dropping((message, socket) => isFlat(message, socket) && message["seq"] === 6),
    "numbers-flat-states-anew": () =>
      changing(isFlat, (message) => ({ ...message, seq: message["seq"] > 0 ? message["seq"] + 1 : 0 })),
  },
  "system-003": {
    "polls-another-loss": () =>
      answering(isPage, (body) => ({
        status: 200,
        body: JSON.parse(JSON.stringify(body).replaceAll('"loss":0.5,', '"loss":0.51,')) as unknown,
      })),
    "never-tells-pollers-of-the-end": () =>
      answering(isPage, (body) => ({ status: 200, body: { ...body, ended: false } })),
  },
  "system-004": {
    "resumes-one-too-late": resumingAt((afterSeq) => afterSeq + 1),
    "resumes-one-too-early": resumingAt((afterSeq) => afterSeq - 1),
  },
  "system-005": {
    "skips-update-5-in-silence": () =>
      dropping((message, socket) => isUpdate(message, socket) && message["seq"] === 5),
  },
  "system-006": {
    "keeps-the-half-open": () => ({ options: { heartbeats: false } }),
    "counts-them-for-ever": countingTheDead,
  },
  "system-007": {
    "tells-nobody-of-the-end": () => dropping(isType("training_completed")),
    "tells-of-the-end-twice": () => ({
      send: (message) => (message["type"] === "training_completed" ? [message, message] : [message]),
    }),
    "names-another-seq-at-the-end": () =>
      changing(isType("training_completed"), (message) => ({ ...message, seq: message["seq"] - 1 })),
  },
  "system-008": {
    "stores-another-loss": () => misreading((body) => body.replace('"loss":0.5,', '"loss":0.51,')),
    "acknowledges-what-it-forgets": () =>
      misreading((body) => (body.includes('"current_step":5,') ? "[]" : body)),
  },
  "system-009": {
    "forgets-two-updates-in-a-crash": () => ({
      restart: ({ logs }) => {
        for (const { updates, states } of logs.values()) {
          updates.splice(-2);
          states.splice(-2);
        }
      },
    }),
  },
  "system-010": { "forgets-positions-in-a-crash": forgettingPositionsInACrash },
};

/** For some cases the faults of a trainer that must turn them red at the reference peer. */
export const systemTrainerMutants: Readonly<Record<string, readonly string[]>> = {
  "system-007": ["calls-itself-failed", "exits-with-1-after-completed"],
  "system-008": ["leaves-without-an-end"],
  "system-009": ["drops-what-is-cut"],
};
