import {
  type MetricSeries,
  type SeriesQuery,
  seriesFieldNames,
  type TrainingUpdate,
} from "@trainwire/protocol";
import type { StoredUpdate } from "../core/log.ts";

/** One reported value. */
export interface NaivePoint {
  readonly seq: number;
  readonly attempt: number;
  readonly step: number | null;
  readonly time: number;
  /** What is not finite is its name. */
  readonly value: number | string;
}

/**
 * Every reported value of a log by metric, in the order of its first report: read as PROTOCOL.md says.
 * @param stepBefore The step of the state before the first of the updates.
 */
export function naivePoints(
  updates: readonly StoredUpdate[],
  stepBefore: number | null,
): Map<string, NaivePoint[]> {
  const series = new Map<string, NaivePoint[]>();
  let step = stepBefore;
  for (const { seq, text } of updates) {
    const { attempt = 1, received_at, details } = (JSON.parse(text) as TrainingUpdate).data;
    if (details.current_step !== undefined) step = details.current_step;
    const fields = seriesFieldNames.map((name) => [name, details[name]] as const);
    const metrics = Object.entries(details.metrics ?? {}).map(
      ([name, value]) => [`metrics.${name}`, value] as const,
    );
    for (const [name, value] of [...fields, ...metrics]) {
      if (value === undefined) continue;
      const kind = details.nonfinite?.find((entry) => entry.name === name)?.value ?? "NaN";
      const points = series.get(name) ?? [];
      points.push({ seq, attempt, step, time: Date.parse(received_at ?? ""), value: value ?? kind });
      series.set(name, points);
    }
  }
  return series;
}

/** The points in the range of a query. */
export function naiveRange(points: readonly NaivePoint[], query: SeriesQuery): NaivePoint[] {
  const { x, from, to } = query;
  if (from === undefined && to === undefined) return [...points];
  return points.filter((point) => {
    const at = point[x];
    return at !== null && at >= (from ?? -1) && at <= (to ?? Number.MAX_VALUE);
  });
}

/** What the series must be, given which positions each of its buckets reaches to. */
export function naiveSeries(
  name: string,
  points: readonly NaivePoint[],
  query: SeriesQuery & { readonly lastSeqs: readonly number[] },
): MetricSeries {
  let before = 0;
  const buckets = query.lastSeqs.map((lastSeq) => {
    const bucket = points.filter(({ seq }) => seq > before && seq <= lastSeq);
    before = lastSeq;
    return bucket;
  });
  const isRaw = buckets.every(({ length }) => length === 1);
  const finite = (bucket: readonly NaivePoint[]) =>
    bucket.map(({ value }) => value).filter((value) => typeof value === "number");
  const first = (bucket: readonly NaivePoint[]) => bucket[0]?.[query.x] ?? null;
  const last = (bucket: readonly NaivePoint[]) => bucket.at(-1)?.[query.x] ?? null;
  const bound = (bucket: readonly NaivePoint[], of: (...values: number[]) => number) =>
    finite(bucket).length === 0 ? null : of(...finite(bucket));
  const nonfinite = buckets.flatMap((bucket, at) =>
    (["NaN", "Infinity", "-Infinity"] as const)
      .map((value) => ({ at, value, count: bucket.filter((point) => point.value === value).length }))
      .filter(({ count }) => count > 0),
  );
  return {
    name,
    total: points.length,
    seq: buckets.map(([head]) => head?.seq ?? 0),
    ...(!isRaw && { last_seq: buckets.map((bucket) => bucket.at(-1)?.seq ?? 0) }),
    x: buckets.map(first),
    ...(!isRaw && {
      last_x: buckets.map(last),
      count: buckets.map(({ length }) => length),
      min: buckets.map((bucket) => bound(bucket, Math.min)),
      max: buckets.map((bucket) => bound(bucket, Math.max)),
    }),
    last: buckets.map((bucket) => {
      const value = bucket.at(-1)?.value;
      return typeof value === "number" ? value : null;
    }),
    attempt: buckets.map(([head]) => head?.attempt ?? 0),
    ...(nonfinite.length > 0 && { nonfinite }),
  };
}
