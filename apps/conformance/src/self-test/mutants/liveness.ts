import type { AnyMessage, Mutation } from "../../peer/mutation.ts";
import { changing, isType, type MutantTable, notClosing } from "./taps.ts";

/** Counts that only ever rise. */
export function countingTheDead(): Mutation {
  const most = { connections: 0, subscriptions: 0 };
  return {
    answer: (answer, { path }) => {
      if (path !== "/healthz") return answer;
      const body = answer.body as AnyMessage;
      most.connections = Math.max(most.connections, body["connections"]);
      most.subscriptions = Math.max(most.subscriptions, body["subscriptions"]);
      return { ...answer, body: { ...body, ...most } };
    },
  };
}

/** Broken servers for the cases of the group `liveness`. */
export const livenessMutants: MutantTable = {
  "liveness-001": {
    "answers-pings-without-their-id": () => changing(isType("pong"), () => ({ type: "pong" })),
  },
  "liveness-002": {
    "never-drops-the-half-open": () => ({ options: { heartbeats: false } }),
    "counts-the-half-open": countingTheDead,
  },
  "liveness-003": {
    "drops-the-living": () => ({
      opened: (socket) => void setTimeout(() => socket.drop(), 1000).unref(),
    }),
  },
  "liveness-004": { "counts-the-killed": countingTheDead },
  "liveness-005": {
    "stops-without-a-word": () => notClosing(1001),
    "stops-as-if-done": () => ({ close: (code) => (code === 1001 ? 1000 : code) }),
  },
};
