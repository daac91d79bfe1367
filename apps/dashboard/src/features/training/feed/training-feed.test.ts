import type { TrainwireClient } from "@trainwire/client";
import type { TrainingUpdate } from "@trainwire/protocol";
import { expect, test, vi } from "vitest";
import { type Reported, updatesOf } from "../../../shared/testing/updates-of.ts";
import { TrainingFeed } from "./training-feed.ts";

// Without frames nobody is told; what was found is there all the same.
vi.stubGlobal("requestAnimationFrame", () => 0);
vi.stubGlobal("cancelAnimationFrame", () => undefined);

/** A client whose trainings have these updates and then go on without an end. */
function clientWith(updates: readonly TrainingUpdate[]) {
  const follow = vi.fn(
    (_trainId: string, { afterSeq = 0, signal }: { afterSeq?: number; signal?: AbortSignal }) => ({
      async *[Symbol.asyncIterator]() {
        yield* updates.filter(({ seq }) => seq > afterSeq);
        await new Promise((resolve) => signal?.addEventListener("abort", resolve, { once: true }));
      },
      [Symbol.dispose]: () => undefined,
    }),
  );
  return { follow } as unknown as TrainwireClient & { follow: typeof follow };
}

test("tells what happened and which series there are, from where it began to read", async () => {
  const records: Reported[] = [
    { current_step: 1, loss: 1 },
    { current_step: 2, loss: null, nonfinite: [{ name: "loss", value: "NaN" }], metrics: { f1: 1 } },
  ];
  const feed = new TrainingFeed(clientWith(updatesOf(records)), "run", 1);
  const stop = feed.subscribe(() => undefined);
  await vi.waitFor(() => expect(feed.get().events).toHaveLength(1));
  expect(feed.get()).toMatchObject({
    names: ["loss", "metrics.f1"],
    readFrom: 1,
    events: [{ text: "loss became NaN at step 2", step: 2 }],
  });
  stop();
});

test("lets go of what it read, and goes on behind it", async () => {
  const records = Array.from({ length: 2500 }, (_, i): Reported => ({ current_step: i, loss: 1 }));
  const client = clientWith(updatesOf([...records, { event: { kind: "health", health: "late" } }]));
  const feed = new TrainingFeed(client, "run", 0);
  const stop = feed.subscribe(() => undefined);
  await vi.waitFor(() => expect(feed.get().events.at(-1)?.text).toBe("health late"));
  expect(client.follow.mock.calls.map(([, { afterSeq }]) => afterSeq)).toEqual([0, 2000]);
  stop();
});
