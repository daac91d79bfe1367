import {
  type MetricSeries,
  type SeriesAxis,
  seriesFieldNames,
  type TrainingUpdate,
} from "@trainwire/protocol";
import type { CaseContext } from "../context.ts";

/** One reported value, as the updates tell it. */
interface Value {
  readonly seq: number;
  readonly attempt: number;
  readonly step: number | null;
  readonly time: number;
  readonly value: number | null;
  /** What it is, if it is not finite. */
  readonly kind: string | undefined;
}

/** What the series is to be compared with. */
export interface Expected {
  readonly updates: readonly TrainingUpdate[];
  readonly x: SeriesAxis;
  /** Most buckets that were asked for. */
  readonly points: number;
  readonly from?: number;
  readonly to?: number;
}

/** The values of a metric that were reported, in order. */
export function reportedValues(updates: readonly TrainingUpdate[], name: string): Value[] {
  const values: Value[] = [];
  let step: number | null = null;
  for (const { seq, data } of updates) {
    const { details, attempt = 1, received_at } = data;
    if (details.current_step !== undefined) step = details.current_step;
    const field = seriesFieldNames.find((each) => each === name);
    const metrics: Record<string, number | null> = details.metrics ?? {};
    const value = field ? details[field] : metrics[name.replace(/^metrics\./, "")];
    if (value === undefined) continue;
    const kind = details.nonfinite?.find((each) => each.name === name)?.value;
    values.push({ seq, attempt, step, time: Date.parse(received_at ?? ""), value, kind });
  }
  return values;
}

/** Checks every column of a series against the updates. */
export function expectRecomputed(ctx: CaseContext, series: MetricSeries, expected: Expected): void {
  const { name } = series;
  const { x, points, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = expected;
  const isUnbounded = expected.from === undefined && expected.to === undefined;
  const values = reportedValues(expected.updates, name).filter((value) => {
    const at = value[x];
    return isUnbounded || (at !== null && at >= from && at <= to);
  });
  const buckets = bucketsOf(series, values);
  const { checks } = ctx;
  checks.equal(buckets.flat(), values, `the values of ${name} in its buckets`);
  const attempts = new Set(values.map(({ attempt }) => attempt)).size;
  const most = Math.max(points, attempts);
  checks.that(series.seq.length <= most, `${name} has ${series.seq.length} buckets, more than ${most}`);
  checks.that(
    values.length > points || series.seq.length === values.length,
    `the ${values.length} values of ${name} are no buckets of their own`,
  );
  const columns = columnsOf(buckets, x);
  for (const column of ["seq", "x", "last", "attempt"] as const) {
    checks.equal(series[column], columns[column], `${column} of ${name}`);
  }
  for (const [column, plain] of plainColumns) {
    const given = series[column] ?? (plain === undefined ? series.seq.map(() => 1) : series[plain]);
    checks.equal(given, columns[column], `${column} of ${name}`);
  }
  checks.equal(series.nonfinite ?? [], columns.nonfinite, `nonfinite of ${name}`);
  checks.equal(series.total, values.length, `total of ${name}`);
}

/** Columns that may be absent, and which one they are then like; none: 1 each. */
const plainColumns = [
  ["last_seq", "seq"],
  ["last_x", "x"],
  ["count", undefined],
  ["min", "last"],
  ["max", "last"],
] as const;

function bucketsOf(series: MetricSeries, values: readonly Value[]): Value[][] {
  return series.seq.map((first, index) => {
    const last = series.last_seq?.[index] ?? first;
    return values.filter(({ seq }) => seq >= first && seq <= last);
  });
}

function columnsOf(buckets: readonly Value[][], x: SeriesAxis) {
  const finite = (bucket: readonly Value[]) => bucket.flatMap(({ value }) => value ?? []);
  const bound = (bucket: readonly Value[], of: (...values: number[]) => number) =>
    finite(bucket).length === 0 ? null : of(...finite(bucket));
  return {
    seq: buckets.map(([first]) => first?.seq),
    last_seq: buckets.map((bucket) => bucket.at(-1)?.seq),
    x: buckets.map(([first]) => first?.[x]),
    last_x: buckets.map((bucket) => bucket.at(-1)?.[x]),
    count: buckets.map(({ length }) => length),
    min: buckets.map((bucket) => bound(bucket, Math.min)),
    max: buckets.map((bucket) => bound(bucket, Math.max)),
    last: buckets.map((bucket) => bucket.at(-1)?.value),
    attempt: buckets.map(([first]) => first?.attempt),
    nonfinite: buckets.flatMap((bucket, at) =>
      ["NaN", "Infinity", "-Infinity"].flatMap((value) => {
        const count = bucket.filter(({ kind }) => kind === value).length;
        return count > 0 ? [{ at, value, count }] : [];
      }),
    ),
  };
}
