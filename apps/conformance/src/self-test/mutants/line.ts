import type { Mutation } from "../../peer/mutation.ts";
import type { PeerSocket } from "../../peer/peer-socket.ts";
import { type MutantTable, reading } from "./taps.ts";

/** Takes a whole backlog for seen once a viewer of it was lost. */
function forgettingWhoWasLost(): Mutation {
  const begun = new Set<string>();
  return reading("subscribe_training", (message) => {
    if (message["after_seq"] === 0) begun.add(message["train_id"]);
    const isResumed = message["after_seq"] > 0 && begun.has(message["train_id"]);
    return isResumed ? { ...message, after_seq: message["after_seq"] + 1 } : message;
  });
}

/** Drops every viewer when one is lost. */
function droppingTogether(): Mutation {
  const sockets = new Set<PeerSocket>();
  return {
    opened: (socket) => {
      sockets.add(socket);
      socket.onGone(() => {
        for (const other of sockets) other.drop();
      });
    },
  };
}

/** Gives up whoever has said nothing shortly after it connected. */
const impatient = (): Mutation => ({
  options: { handshakeMs: 30 },
});

/** Broken servers for the cases of the group `line`. */
export const lineMutants: MutantTable = {
  "line-001": {
    "loses-an-update-after-a-lost-backlog": forgettingWhoWasLost,
    "drops-all-when-one-is-reset": droppingTogether,
  },
  "line-002": { "wants-a-handshake-within-30-ms": impatient },
};
