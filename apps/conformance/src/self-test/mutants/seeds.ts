import { toEnvelope } from "@trainwire/protocol";
import type { Mutation } from "../../peer/mutation.ts";
import {
  acceptingIn,
  answering,
  broadcasting,
  changing,
  dropping,
  isFlat,
  isSnapshot,
  isState,
  isType,
  type MutantTable,
} from "./taps.ts";

/** A client that leaves takes the broadcast to all others with it. */
function oneLeavingStopsAll(): Mutation {
  let left = false;
  return {
    opened: (socket) => {
      socket.onGone(() => {
        left = true;
      });
    },
    send: (message) => (left ? [] : [message]),
  };
}

/** Broken servers for the cases of the group `seeds`. */
export const seedMutants: MutantTable = {
  "seed-one-001": {
    "wants-a-subprotocol": () => ({
      upgrade: (verdict, { headers }) =>
        headers["sec-websocket-protocol"] === undefined
          ? { kind: "refuse", status: 400, body: { code: "unsupported_version", message: "name one" } }
          : verdict,
    }),
  },
  "seed-one-002": { "one-leaving-stops-all": oneLeavingStopsAll },
  "seed-one-003": { "invents-unknown-jobs": () => acceptingIn("unknown_training") },
  "seed-one-004": {
    "broadcasts-to-every-job": () => broadcasting(isFlat),
    "broadcasts-nothing": () => dropping((message, socket) => isFlat(message, socket) && message["seq"] > 1),
  },
  "seed-one-005": {
    "polls-something-else": () =>
      answering(isState, (body) => ({ status: 200, headers: { etag: '"1"' }, body: { ...body, loss: 9 } })),
    "polls-no-more": () =>
      answering(isState, () => ({ status: 404, body: { code: "not_found", message: "gone" } })),
  },
  "seed-one-006": {
    "leaves-a-field-out": () => changing(isFlat, ({ eta_seconds: _left, ...message }) => message),
    "sends-numbers-as-text": () =>
      changing(isFlat, (message) => ({ ...message, progress: String(message["progress"]) })),
  },
  "seed-two-001": {
    "refuses-the-page": () => ({
      upgrade: (verdict, { headers }) =>
        headers.origin === "http://localhost:3200"
          ? { kind: "refuse", status: 403, body: { code: "forbidden_origin", message: "no" } }
          : verdict,
    }),
    "never-confirms-to-the-page": () => dropping(isType("subscription_confirmed")),
  },
  "seed-two-002": {
    "says-queued-for-started": () =>
      answering(
        ({ status }) => status === 201,
        (body) => ({ status: 201, body: { ...body, status: "queued" } }),
      ),
    "knows-no-training-before-its-first-update": () =>
      dropping((message, socket) => isSnapshot(message, socket) && message["seq"] === 0),
  },
  "seed-two-004": {
    "shows-the-first-state-again": () =>
      changing(isSnapshot, (message, { store }) => {
        const first = store.logs.get(message["train_id"])?.stateAt(1);
        return first ? { ...toEnvelope(first), seq: message["seq"] } : message;
      }),
  },
};
