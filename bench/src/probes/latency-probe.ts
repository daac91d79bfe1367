/**
 * Trainers and a viewer in one process: reports are made on schedule, each carrying the time at which it was due,
 * and timed when the viewer's code has them. Prints a `ProbeResult`.
 */
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { connect } from "@trainwire/client";
import { quantileSorted } from "d3-array";
import type { ProbeResult } from "./probe-result.ts";
import { reportFromPython } from "./python-trainer.ts";
import { monotonicMs, type Schedule } from "./schedule.ts";
import { reportFromTypeScript } from "./typescript-trainer.ts";

/** How long a report may take before it counts as lost. */
const patienceMs = 10_000;

const { values } = parseArgs({
  options: {
    url: { type: "string" },
    trainer: { type: "string", default: "typescript" },
    "flush-ms": { type: "string" },
    trainings: { type: "string" },
    rate: { type: "string" },
    seconds: { type: "string" },
  },
});
const url = values.url ?? "";
const trainIds = Array.from({ length: Number(values.trainings) }, (_, index) => `probe-${index}`);
const rate = Number(values.rate);
/** Reports of the first second are not timed: connections open, and code is compiled. */
const warmup = rate;
const reports = warmup + Math.round(rate * Number(values.seconds));
const schedule: Schedule = { trainIds, reports, intervalMs: 1000 / rate };

const latencies: number[] = [];
const seen = new Set<number>();
let repeated = 0;
const all = Promise.withResolvers<void>();

const client = connect({ url });
const followings = trainIds.map((trainId) => client.follow(trainId, { afterSeq: 0 }));
const watched = Promise.all(followings.map(watch));

const flushMs = values["flush-ms"] === undefined ? undefined : Number(values["flush-ms"]);
await (values.trainer === "python"
  ? reportFromPython(url, schedule)
  : reportFromTypeScript(url, schedule, flushMs));
const waiting = new AbortController();
await Promise.race([all.promise, delay(patienceMs, undefined, { signal: waiting.signal })]);
waiting.abort();
client.close();
await watched;

const sorted = latencies.sort((a, b) => a - b);
const at = (share: number) => quantileSorted(sorted, share) ?? 0;
const result: ProbeResult = {
  latencyMs: { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) },
  lost: reports - seen.size,
  repeated,
};
process.stdout.write(`${JSON.stringify(result)}\n`);

async function watch(following: (typeof followings)[number]): Promise<void> {
  for await (const { data } of following) {
    const now = monotonicMs();
    const { due_ms: due, number } = data.details.metrics ?? {};
    if (typeof due !== "number" || typeof number !== "number") continue;
    if (seen.has(number)) repeated += 1;
    seen.add(number);
    if (number >= warmup) latencies.push(now - due);
    if (seen.size === reports) all.resolve();
  }
}
