import {
  type MetricSeries,
  type SeriesAnswer,
  SeriesQuery,
  seriesFieldNames,
  type TrainingUpdate,
} from "@trainwire/protocol";
import type { PeerAnswer, PeerRequest } from "./mutation.ts";
import { refusal } from "./refusal.ts";
import type { TrainingLog } from "./store.ts";

interface Point {
  readonly seq: number;
  readonly attempt: number;
  readonly x: number | null;
  readonly value: number | null;
  readonly kind: "NaN" | "Infinity" | "-Infinity";
}

/** Serves `GET …/series` by reading the whole log. */
export function serveSeries({ query, headers }: PeerRequest, log: TrainingLog): PeerAnswer {
  const parsed = SeriesQuery.safeParse(Object.fromEntries(query));
  if (!parsed.success) return refusal("bad_message");
  const etag = `"series-${log.streamId}-${log.state.seq}"`;
  if (headers["if-none-match"] === etag) return { status: 304, headers: { etag } };
  const all = pointsByName(log, parsed.data);
  const names = [...all.keys()];
  const body: SeriesAnswer = {
    stream_id: log.streamId,
    first_seq: 1,
    seq: log.state.seq,
    x: parsed.data.x,
    names,
    series: (parsed.data.metrics ?? names).flatMap((name) => {
      const points = inRange(all.get(name) ?? [], parsed.data);
      return points.length === 0 ? [] : [seriesOf(name, points, parsed.data.points)];
    }),
  };
  return { status: 200, headers: { etag }, body };
}

function pointsByName(log: TrainingLog, { x }: SeriesQuery): Map<string, Point[]> {
  const all = new Map<string, Point[]>();
  for (const update of log.updates) {
    const { seq, data } = update;
    const { current_step } = log.stateAt(seq);
    const places = { seq, step: current_step, time: Date.parse(data.received_at ?? "") };
    for (const [name, value] of reported(update)) {
      const kind = data.details.nonfinite?.find((each) => each.name === name)?.value ?? "NaN";
      const points = all.get(name) ?? [];
      points.push({ seq, attempt: data.attempt ?? 1, x: places[x], value, kind });
      all.set(name, points);
    }
  }
  return all;
}

function reported({ data: { details } }: TrainingUpdate): [string, number | null][] {
  const metrics = Object.entries(details.metrics ?? {}).map(([name, value]) => [`metrics.${name}`, value]);
  const fields = seriesFieldNames.flatMap((name) => {
    const value = details[name];
    return value === undefined ? [] : [[name, value]];
  });
  return [...fields, ...metrics] as [string, number | null][];
}

function inRange(points: readonly Point[], { from, to }: SeriesQuery): Point[] {
  const isUnbounded = from === undefined && to === undefined;
  return points.filter(({ x }) => isUnbounded || (x !== null && x >= (from ?? x) && x <= (to ?? x)));
}

function seriesOf(name: string, points: readonly Point[], most: number): MetricSeries {
  const attempts = new Set(points.map(({ attempt }) => attempt)).size;
  let size = 1;
  while (cut(points, size).length > Math.max(most, attempts)) size += 1;
  const buckets = cut(points, size);
  const bound = (bucket: readonly Point[], of: (...values: number[]) => number) => {
    const finite = bucket.flatMap(({ value }) => value ?? []);
    return finite.length === 0 ? null : of(...finite);
  };
  return {
    name,
    total: points.length,
    seq: buckets.map(([first]) => first?.seq ?? 0),
    last_seq: buckets.map((bucket) => bucket.at(-1)?.seq ?? 0),
    x: buckets.map(([first]) => first?.x ?? null),
    last_x: buckets.map((bucket) => bucket.at(-1)?.x ?? null),
    count: buckets.map(({ length }) => length),
    min: buckets.map((bucket) => bound(bucket, Math.min)),
    max: buckets.map((bucket) => bound(bucket, Math.max)),
    last: buckets.map((bucket) => bucket.at(-1)?.value ?? null),
    attempt: buckets.map(([first]) => first?.attempt ?? 1),
    nonfinite: buckets.flatMap((bucket, at) =>
      (["NaN", "Infinity", "-Infinity"] as const).flatMap((value) => {
        const count = bucket.filter((point) => point.value === null && point.kind === value).length;
        return count > 0 ? [{ at, value, count }] : [];
      }),
    ),
  };
}

/** Buckets of at most so many values, none of two attempts. */
function cut(points: readonly Point[], size: number): Point[][] {
  const buckets: Point[][] = [];
  for (const point of points) {
    const bucket = buckets.at(-1);
    if (bucket && bucket.length < size && bucket[0]?.attempt === point.attempt) bucket.push(point);
    else buckets.push([point]);
  }
  return buckets;
}
