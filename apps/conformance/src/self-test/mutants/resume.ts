import { dropping, isType, type MutantTable, reading } from "./taps.ts";

/** Broken servers for the cases of the group `resume`. */
export const resumeMutants: MutantTable = {
  "resume-001": {
    "resumes-with-a-snapshot": () =>
      reading("subscribe_training", ({ after_seq: _ignored, ...message }) => message),
  },
  "resume-002": {
    "skips-one-on-resume": () =>
      reading("subscribe_training", (message) =>
        message["after_seq"] === 0 ? { ...message, after_seq: 1 } : message,
      ),
    "resends-the-head": () =>
      reading("subscribe_training", (message) =>
        message["after_seq"] > 0 ? { ...message, after_seq: message["after_seq"] - 1 } : message,
      ),
  },
  "resume-003": {
    "skips-silently-past-the-end": () => dropping(isType("subscription_reset")),
    "gives-another-reason": () => ({
      send: (message) => [
        message["type"] === "subscription_reset" ? { ...message, reason: "expired" } : message,
      ],
    }),
  },
  "resume-004": {
    "ignores-the-stream": () =>
      reading("subscribe_training", ({ stream_id: _ignored, ...message }) => message),
  },
  "resume-005": {
    "repeats-the-last-on-resume": () =>
      reading("subscribe_training", (message) =>
        message["after_seq"] > 0 ? { ...message, after_seq: message["after_seq"] - 1 } : message,
      ),
  },
  "resume-006": {
    "loses-its-tail-in-a-crash": () => ({
      restart: ({ logs }) => {
        for (const { updates, states } of logs.values()) {
          updates.pop();
          states.pop();
        }
      },
    }),
  },
  "resume-007": {
    "forgets-producers-in-a-crash": () => ({
      restart: ({ logs }) => {
        for (const { producers } of logs.values()) producers.clear();
      },
    }),
  },
};
