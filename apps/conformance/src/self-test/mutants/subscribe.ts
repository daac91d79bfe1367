import {
  broadcasting,
  changing,
  dropping,
  isSnapshot,
  isType,
  isUpdate,
  type MutantTable,
  reading,
  silentAbout,
} from "./taps.ts";

const unsubscribesInWordOnly = () =>
  reading("unsubscribe_training", ({ train_id }, socket) => {
    socket.emit({ type: "subscription_confirmed", train_id, status: "unsubscribed", stream_id: "s", seq: 0 });
    return undefined;
  });

/** Confirmed with seq n, it does something else with update n + 1. */
const mishandlingTheFirstUpdate = (times: number) => () => ({
  send: (message: Record<string, unknown>, { memory }: { memory: Map<string, unknown> }) => {
    if (message["type"] === "subscription_confirmed") memory.set("head", message["seq"]);
    const isFirst =
      message["type"] === "training_update" && message["seq"] === Number(memory.get("head")) + 1;
    return Array.from({ length: isFirst ? times : 1 }, () => message);
  },
});

/** Broken servers for the cases of the group `subscribe`. */
export const subscribeMutants: MutantTable = {
  "subscribe-001": {
    "skips-confirmation": () => dropping(isType("subscription_confirmed")),
    "confirms-after-the-snapshot": () => ({
      send: (message, { memory }) => {
        if (message["type"] === "subscription_confirmed") {
          memory.set("held", message);
          return [];
        }
        const held = memory.get("held") as Record<string, unknown> | undefined;
        memory.delete("held");
        return held ? [message, held] : [message];
      },
    }),
  },
  "subscribe-002": {
    "confirms-with-seq-0": () =>
      changing(isType("subscription_confirmed"), (confirmed) => ({ ...confirmed, seq: 0 })),
    "confirms-with-another-stream": () =>
      changing(isType("subscription_confirmed"), (confirmed) => ({ ...confirmed, stream_id: "other" })),
  },
  "subscribe-003": {
    "sends-no-snapshot": () => dropping(isSnapshot),
    "sends-nothing-after-the-snapshot": () => dropping(isUpdate),
  },
  "subscribe-004": {
    "leaves-nulls-out-of-snapshots": () =>
      changing(isSnapshot, (message) => {
        const fields = Object.entries(message["data"].details).filter(([, value]) => value !== null);
        return { ...message, data: { ...message["data"], details: Object.fromEntries(fields) } };
      }),
  },
  "subscribe-005": {
    "loses-the-first-update": mishandlingTheFirstUpdate(0),
    "repeats-the-first-update": mishandlingTheFirstUpdate(2),
  },
  "subscribe-006": {
    "adds-a-second-subscription": () => ({
      send: (message, { memory }) => {
        const key = `confirmed ${message["train_id"]}`;
        const times = Number(memory.get(key) ?? 0);
        if (message["type"] === "subscription_confirmed") memory.set(key, times + 1);
        return isUpdateMessage(message) ? Array.from({ length: times }, () => message) : [message];
      },
    }),
  },
  "subscribe-007": {
    "is-silent-about-unknown-trainings": () => silentAbout("unknown_training"),
    "closes-on-unknown-trainings": () => ({
      send: (message, socket) => {
        if (message["code"] === "unknown_training") socket.close(1008);
        return [message];
      },
    }),
  },
  "subscribe-008": { "unsubscribes-in-word-only": unsubscribesInWordOnly },
  "subscribe-009": {
    "one-end-ends-all": () => ({
      send: (message, { memory }) => {
        if (memory.get("ended") && isUpdateMessage(message)) return [];
        if (message["type"] === "training_completed") memory.set("ended", true);
        return [message];
      },
    }),
  },
  "subscribe-010": { "sends-everything-to-everyone": () => broadcasting(isUpdate) },
  "subscribe-011": {
    "bears-any-number": () => ({
      options: { maxSubscriptions: 1000 },
      ...changing(isType("welcome"), (welcome) => ({
        ...welcome,
        limits: { ...welcome["limits"], max_subscriptions: 5 },
      })),
    }),
    "forgets-the-others": () => ({
      send: (message, { memory }) => {
        if (message["code"] === "too_many_subscriptions") memory.set("full", true);
        return memory.get("full") && isUpdateMessage(message) ? [] : [message];
      },
    }),
  },
  "subscribe-012": {
    "has-no-snapshot-of-the-empty": () =>
      dropping((message, socket) => isSnapshot(message, socket) && message["seq"] === 0),
  },
  "seed-two-003": { "sends-to-those-who-never-subscribed": () => broadcasting(isUpdate) },
  "seed-two-005": { "unsubscribes-pages-in-word-only": unsubscribesInWordOnly },
};

function isUpdateMessage(message: Record<string, unknown>): boolean {
  return message["type"] === "training_update" && !message["snapshot"];
}
