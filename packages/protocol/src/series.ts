import { z } from "zod";
import { Nonfinite } from "./fields.ts";
import { Seq, StreamId } from "./ids.ts";
import { limits } from "./limits.ts";
import { queryInteger, queryNumber } from "./query-number.ts";

/** The fields of a report that have a series, beside each of its `metrics`, whose series is `metrics.NAME`. */
export const seriesFieldNames = [
  "loss",
  "eval_loss",
  "learning_rate",
  "grad_norm",
  "samples_per_second",
  "tokens_per_second",
  "gpu_memory_allocated_gb",
  "gpu_memory_reserved_gb",
  "gpu_memory_peak_gb",
] as const;

/**
 * What a series is drawn over: `step` is the state's `current_step` after the update, `time` its `received_at` in
 * milliseconds since 1970 UTC, `seq` its position.
 */
export const SeriesAxis = z.enum(["step", "time", "seq"]);
/** What a series is drawn over. */
export type SeriesAxis = z.infer<typeof SeriesAxis>;

const SeriesName = z
  .string()
  .min(1)
  .max(limits.maxMetricNameLength + "metrics.".length);

/** Query of `GET …/series`. */
export const SeriesQuery = z
  .object({
    /** Names, joined with commas; a comma or a backslash in a name is preceded by a backslash. All by default. */
    metrics: z
      .string()
      .transform(splitSeriesNames)
      .pipe(z.array(SeriesName).min(1).max(limits.maxAnswerSeries))
      .optional(),
    /** Most buckets of a series. */
    points: queryInteger(z.int().min(1).max(limits.maxSeriesPoints)).default(1000),
    x: SeriesAxis.default("step"),
    /** The least x of the range, itself included. */
    from: queryNumber.optional(),
    /** The greatest x of the range, itself included. */
    to: queryNumber.optional(),
    /** How many significant digits `min`, `max` and `last` are rounded to; all by default. */
    digits: queryInteger(z.int().min(1).max(15)).optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ["to"],
    error: "must not be less than from",
  });
/** Query of `GET …/series`. */
export type SeriesQuery = z.infer<typeof SeriesQuery>;

const column = z.array(z.number().nullable());

/** One series in columns: each holds one entry a bucket. Without the optional columns each bucket is one value. */
export const MetricSeries = z.object({
  /** `loss` and the like, or `metrics.NAME`. */
  name: z.string(),
  /** Values in the range, over all buckets. */
  total: z.int().min(0),
  /** The first position of the bucket. */
  seq: z.array(Seq),
  /** The last position of the bucket; `seq` if absent. */
  last_seq: z.array(Seq).optional(),
  /** x of the first value; null if no step was reported yet. */
  x: column,
  /** x of the last value; `x` if absent. */
  last_x: column.optional(),
  /** Values in the bucket; 1 if absent. */
  count: z.array(z.int().min(1)).optional(),
  /** The least finite value, null if none is finite; `last` if absent. */
  min: column.optional(),
  /** The greatest finite value, null if none is finite; `last` if absent. */
  max: column.optional(),
  /** The last value; null if it is not finite. */
  last: column,
  attempt: z.array(z.int().min(1)),
  /** Per bucket (`at`, from 0) and kind the number of values that are not finite; absent if all are. */
  nonfinite: z
    .array(z.object({ at: z.int().min(0), value: Nonfinite.shape.value, count: z.int().min(1) }))
    .optional(),
});
/** One series in columns: each holds one entry a bucket. Without the optional columns each bucket is one value. */
export type MetricSeries = z.infer<typeof MetricSeries>;

/** Answer of `GET …/series`. */
export const SeriesAnswer = z.object({
  stream_id: StreamId,
  /** The oldest seq that the log still holds. */
  first_seq: Seq,
  /** Head of the log that the answer reaches to. */
  seq: Seq,
  x: SeriesAxis,
  /** The metrics that have a series, in the order in which they were first reported. */
  names: z.array(z.string()),
  /** What was asked for, as far as it has values in the range. */
  series: z.array(MetricSeries),
});
/** Answer of `GET …/series`. */
export type SeriesAnswer = z.infer<typeof SeriesAnswer>;

/** Joins names as the query of `GET …/series` carries them. */
export function joinSeriesNames(names: readonly string[]): string {
  return names.map((name) => name.replace(/[\\,]/g, "\\$&")).join(",");
}

/** Takes apart what `joinSeriesNames` joins; an empty name stays one, so that the schema refuses it. */
function splitSeriesNames(text: string): string[] {
  const names = [""];
  for (const [token] of text.matchAll(/\\[\s\S]|[\s\S]/g)) {
    if (token === ",") names.push("");
    else names.push(`${names.pop() ?? ""}${token.length > 1 ? token.slice(1) : token}`);
  }
  return names;
}
