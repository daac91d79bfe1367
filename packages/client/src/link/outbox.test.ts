import type { ViewerMessage } from "@trainwire/protocol";
import { expect, test } from "vitest";
import { upTo } from "../testing/watching.ts";
import { Outbox, type SubscriptionMessage } from "./outbox.ts";

const subscribe = (id: number | string): SubscriptionMessage => ({
  type: "subscribe_training",
  train_id: `t${id}`,
});

/** An outbox, and what it has sent, as text. */
function outboxOf() {
  const sent: string[] = [];
  const describe = (message: ViewerMessage): string =>
    "train_id" in message ? message.train_id : "id" in message ? `ping ${message.id}` : message.type;
  return { outbox: new Outbox((message) => sent.push(describe(message))), sent };
}

test("sends the next chunk once the server has answered the one before", () => {
  const { outbox, sent } = outboxOf();
  for (const id of upTo(130)) outbox.push(subscribe(id));
  const ids = upTo(130).map((id) => `t${id}`);
  expect(sent).toEqual([...ids.slice(0, 64), "ping chunk-1"]);
  outbox.heard({ type: "pong", id: 15_000 });
  expect(sent).toHaveLength(65);
  outbox.heard({ type: "pong", id: "chunk-1" });
  outbox.heard({ type: "pong", id: "chunk-2" });
  expect(sent.filter((text) => !text.startsWith("ping"))).toEqual(ids);
});

test("of two messages that wait about one training the later one is sent", () => {
  const { outbox, sent } = outboxOf();
  for (const id of upTo(64)) outbox.push(subscribe(id));
  outbox.push(subscribe("a"));
  outbox.push(subscribe("b"));
  outbox.push({ type: "unsubscribe_training", train_id: "ta" });
  outbox.push({ type: "subscribe_trainings" });
  outbox.push({ type: "unsubscribe_trainings" });
  outbox.heard({ type: "pong", id: "chunk-1" });
  expect(sent.slice(65)).toEqual(["tb", "ta", "unsubscribe_trainings"]);
});
