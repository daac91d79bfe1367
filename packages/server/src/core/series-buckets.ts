import type { MetricSeries } from "@trainwire/protocol";
import type { SeriesSummary } from "./series-points.ts";

/** Buckets of one series, in columns, while they are gathered. What is added comes in the order of seq. */
export class Buckets {
  readonly #width: number;
  readonly #buckets: SeriesSummary[] = [];

  /** @param width How many positions a bucket spans; it begins after a multiple of it. */
  constructor(width: number) {
    this.#width = width;
  }

  /** Adds values that lie in one bucket. */
  add(summary: SeriesSummary): void {
    const newest = this.#buckets.at(-1);
    const isSame =
      newest?.attempt === summary.attempt && this.#slot(newest.firstSeq) === this.#slot(summary.firstSeq);
    if (newest && isSame) this.#buckets[this.#buckets.length - 1] = merge(newest, summary);
    else this.#buckets.push(summary);
  }

  /** The series as it is answered. */
  toSeries(name: string, axis: SeriesAxisOfSummary, digits: number | undefined): MetricSeries {
    const buckets = this.#buckets;
    const round = (value: number | null) =>
      value === null || digits === undefined ? value : Number(value.toPrecision(digits));
    const isRaw = buckets.every(({ count }) => count === 1);
    const nonfinite = buckets.flatMap(nonfiniteOf);
    return {
      name,
      total: buckets.reduce((sum, { count }) => sum + count, 0),
      seq: buckets.map(({ firstSeq }) => firstSeq),
      ...(!isRaw && { last_seq: buckets.map(({ lastSeq }) => lastSeq) }),
      x: buckets.map((bucket) => bucket[axis.first]),
      ...(!isRaw && {
        last_x: buckets.map((bucket) => bucket[axis.last]),
        count: buckets.map(({ count }) => count),
        min: buckets.map(({ min }) => round(min)),
        max: buckets.map(({ max }) => round(max)),
      }),
      last: buckets.map(({ last }) => round(last)),
      attempt: buckets.map(({ attempt }) => attempt),
      ...(nonfinite.length > 0 && { nonfinite }),
    };
  }

  #slot(seq: number): number {
    return Math.floor((seq - 1) / this.#width);
  }
}

/** Where a summary holds the first and the last x of its values. */
export interface SeriesAxisOfSummary {
  readonly first: "firstSeq" | "firstStep" | "firstTime";
  readonly last: "lastSeq" | "lastStep" | "lastTime";
}

function merge(before: SeriesSummary, after: SeriesSummary): SeriesSummary {
  return {
    firstSeq: before.firstSeq,
    lastSeq: after.lastSeq,
    attempt: before.attempt,
    count: before.count + after.count,
    nan: before.nan + after.nan,
    positiveInfinity: before.positiveInfinity + after.positiveInfinity,
    negativeInfinity: before.negativeInfinity + after.negativeInfinity,
    min: pick(Math.min, before.min, after.min),
    max: pick(Math.max, before.max, after.max),
    last: after.last,
    firstStep: before.firstStep,
    lastStep: after.lastStep,
    firstTime: before.firstTime,
    lastTime: after.lastTime,
    ordered: false,
  };
}

function pick(
  choose: (a: number, b: number) => number,
  before: number | null,
  after: number | null,
): number | null {
  if (before === null || after === null) return before ?? after;
  return choose(before, after);
}

function nonfiniteOf(bucket: SeriesSummary, at: number): NonNullable<MetricSeries["nonfinite"]> {
  const counts = [
    { at, value: "NaN" as const, count: bucket.nan },
    { at, value: "Infinity" as const, count: bucket.positiveInfinity },
    { at, value: "-Infinity" as const, count: bucket.negativeInfinity },
  ];
  return counts.filter(({ count }) => count > 0);
}
