import type { SeriesResult, TrainwireClient } from "@trainwire/client";
import { expect, test, vi } from "vitest";
import { Sparklines } from "./sparklines.ts";

/** A client that answers each request for series with these losses. */
function clientWith(losses: readonly (number | null)[]) {
  const seq = losses.map((_, i) => i + 1);
  const loss = { name: "loss", total: seq.length, seq, x: seq, last: [...losses], attempt: seq.map(() => 1) };
  const answer = {
    stream_id: "s",
    first_seq: 1,
    seq: seq.length,
    x: "seq" as const,
    names: ["loss"],
    series: [loss],
  };
  const series = vi.fn<TrainwireClient["series"]>(
    async (): Promise<SeriesResult> => ({ kind: "changed", answer, etag: null }),
  );
  return { series } as unknown as TrainwireClient & { series: typeof series };
}

const seen = async (sparklines: Sparklines, trainId: string) => {
  await vi.waitFor(() => expect(sparklines.get(trainId)?.losses.length).toBeGreaterThan(0));
  return sparklines.get(trainId)?.losses;
};

test("a line is asked for once, however often its row comes and goes", async () => {
  const client = clientWith([3, null, 2]);
  const sparklines = new Sparklines(client);
  sparklines.subscribe("run", () => undefined)();
  sparklines.subscribe("run", () => undefined);
  expect(await seen(sparklines, "run")).toEqual([3, 2]);
  expect(client.series).toHaveBeenCalledTimes(1);
});

test("it grows by what the list brings, and not by what it had", async () => {
  const sparklines = new Sparklines(clientWith([3, 2]));
  let told = 0;
  sparklines.subscribe("run", () => (told += 1));
  await seen(sparklines, "run");
  sparklines.take({ job_id: "run", seq: 2, loss: 2 });
  sparklines.take({ job_id: "run", seq: 3, loss: 1 });
  sparklines.take({ job_id: "run", seq: 3, loss: 1 });
  sparklines.take({ job_id: "run", seq: 4, loss: null });
  expect(sparklines.get("run")?.losses).toEqual([3, 2, 1]);
  expect(told).toBe(2);
});

test("it stays short, and keeps its beginning and its end", async () => {
  const sparklines = new Sparklines(clientWith([1000]));
  sparklines.subscribe("run", () => undefined);
  await seen(sparklines, "run");
  for (let seq = 2; seq < 1000; seq += 1) sparklines.take({ job_id: "run", seq, loss: 1000 - seq });
  const losses = sparklines.get("run")?.losses ?? [];
  expect(losses.length).toBeLessThanOrEqual(64);
  expect([losses[0], losses.at(-1)]).toEqual([1000, 1]);
});
