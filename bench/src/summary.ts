import { max, median, min } from "d3-array";
import { isSound, type LatencyMs } from "./measurement.ts";
import type { ContenderResult, ScenarioResult } from "./results.ts";

/** The middle of several runs and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** A contender's runs in short: medians over its sound runs. */
export interface Summary {
  readonly contender: ContenderResult;
  readonly soundRuns: number;
  readonly lost: number;
  readonly repeated: number;
  readonly faults: number;
  readonly cpuSecondsPerMillion: Spread | undefined;
  /** CPU relative to the reference's in the same round. */
  readonly ratio: Spread | undefined;
  readonly perSecond: Spread | undefined;
  readonly latencyMs: LatencyMs | undefined;
  readonly kilobytesPerViewer: Spread | undefined;
  readonly serverMegabytes: Spread | undefined;
  readonly bytesPerDelivery: Spread | undefined;
}

type Run = ContenderResult["runs"][number];

/** Sums up each contender of a scenario. */
export function summarise(scenario: ScenarioResult): Summary[] {
  const reference = scenario.contenders.find(({ id }) => id === scenario.reference);
  return scenario.contenders.map((contender) => {
    const sound = contender.runs.filter(({ measurement }) => isSound(measurement));
    const over = (value: (run: Run) => number | undefined) => spread(sound.map(value));
    const total = (name: "lost" | "repeated" | "faults") =>
      contender.runs.reduce((sum, { measurement }) => sum + measurement[name], 0);
    return {
      contender,
      soundRuns: sound.length,
      lost: total("lost"),
      repeated: total("repeated"),
      faults: total("faults"),
      cpuSecondsPerMillion: over(({ measurement }) => measurement.cpuSecondsPerMillion),
      ratio: reference && spread(sound.map((run) => ratioTo(reference, run))),
      perSecond: over(({ measurement }) => measurement.perSecond),
      latencyMs: medianLatency(sound),
      kilobytesPerViewer: over(({ measurement }) => measurement.kilobytesPerViewer),
      serverMegabytes: over(({ measurement }) => measurement.serverMegabytes),
      bytesPerDelivery: over(({ measurement }) => measurement.bytesPerDelivery),
    };
  });
}

/** The middle and the extremes of the values there are; undefined if there are none. */
export function spread(values: readonly (number | undefined)[]): Spread | undefined {
  const known = values.filter((value) => value !== undefined);
  const [middle, low, high] = [median(known), min(known), max(known)];
  if (middle === undefined || low === undefined || high === undefined) return undefined;
  return { median: middle, min: low, max: high };
}

function ratioTo(reference: ContenderResult, { round, measurement }: Run): number | undefined {
  const other = reference.runs.find((run) => run.round === round)?.measurement;
  if (!other || !isSound(other)) return undefined;
  if (!measurement.cpuSecondsPerMillion || !other.cpuSecondsPerMillion) return undefined;
  return measurement.cpuSecondsPerMillion / other.cpuSecondsPerMillion;
}

function medianLatency(runs: readonly Run[]): LatencyMs | undefined {
  const latencies = runs.flatMap(({ measurement }) => measurement.latencyMs ?? []);
  if (latencies.length === 0) return undefined;
  const middle = (name: keyof LatencyMs) => median(latencies.map((latency) => latency[name])) ?? 0;
  return {
    p50: middle("p50"),
    p99: middle("p99"),
    p999: middle("p999"),
    max: max(latencies, (l) => l.max) ?? 0,
  };
}
