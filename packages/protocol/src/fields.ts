import { z } from "zod";
import { limits } from "./limits.ts";

/** Text that is stored: a storage cannot tell halves of surrogate pairs apart, which UTF-8 does not have. */
export const StoredText = z
  .string()
  .regex(/^[^\ud800-\udfff]*$/u, "must be well-formed Unicode, without half of a surrogate pair");

/** A measured number. `null` says that it was reported, but was not finite (see `nonfinite`). */
const measured = z.number().nullable();
/** A count: a whole number from 0 to 2^53−1; `null` as above, such as the length of an endless data set. */
const count = z.int().min(0);

/** Numbers a trainer may report, as they are stored: `null` = not finite. Sizes in GiB, times in seconds. */
export const measuredFields = {
  progress: measured,
  current_epoch: measured,
  total_epochs: measured,
  loss: measured,
  eval_loss: measured,
  samples_per_second: measured,
  gpu_memory_allocated_gb: measured,
  eta_seconds: measured,
  elapsed_seconds: measured,
  learning_rate: measured,
  grad_norm: measured,
  tokens_per_second: measured,
  gpu_memory_reserved_gb: measured,
  gpu_memory_peak_gb: measured,
  expect_next_in_seconds: measured,
};

/** Whole numbers a trainer may report, as they are stored: `null` = not finite. */
export const countFields = {
  current_step: count.nullable(),
  total_steps: count.nullable(),
  rank: count.nullable(),
  world_size: count.min(1).nullable(),
};

/** Texts a trainer may report. `timestamp` is the trainer's clock, RFC 3339 or ISO 8601 without an offset. */
export const textFields = {
  timestamp: z.iso.datetime({ offset: true, local: true }),
  phase: StoredText.min(1).max(64),
};

/** Why a training has the status that it has, in a sentence for people. */
export const Reason = StoredText.min(1).max(1000);

/** The same fields, each of which may be absent. */
export function optional<T extends z.ZodRawShape>(shape: T) {
  return z.object(shape).partial().shape;
}

/** A metric's name: printable and well-formed, 1–128 characters. */
export const MetricName = z
  .string()
  .min(1)
  .max(limits.maxMetricNameLength)
  .regex(
    // oxlint-disable-next-line no-control-regex -- control characters are what it keeps out
    /^[^\u0000-\u001f\u007f\ud800-\udfff]+$/u,
    "must be printable, without half of a surrogate pair",
  )
  .refine((name) => name !== "__proto__", "is reserved")
  .meta({ not: { const: "__proto__" } });

/** The trainer's own metrics by name; `null` = not finite. */
export const Metrics = z
  .record(MetricName, measured)
  .refine((metrics) => Object.keys(metrics).length <= limits.maxMetrics, {
    error: `must hold at most ${limits.maxMetrics} metrics`,
  })
  .meta({ maxProperties: limits.maxMetrics });
/** The trainer's own metrics by name; `null` = not finite. */
export type Metrics = z.infer<typeof Metrics>;

/** A reported value that was not finite: where it stood, and what it was. The value itself travels as `null`. */
export const Nonfinite = z.object({
  name: z
    .string()
    .min(1)
    .max(limits.maxMetricNameLength + "metrics.".length),
  value: z.literal(["NaN", "Infinity", "-Infinity"]),
});
/** A reported value that was not finite: where it stood, and what it was. The value itself travels as `null`. */
export type Nonfinite = z.infer<typeof Nonfinite>;

/** Something the server itself recorded: what kind of change, and why. */
export const ServerEvent = z.looseObject({
  kind: z.string().min(1).max(64),
  reason: z.string().max(1000).optional(),
});
/** Something the server itself recorded: what kind of change, and why. */
export type ServerEvent = z.infer<typeof ServerEvent>;

/** The 14 fields of the first flat format, in its order. All are always present in a flat message. */
export const flatFieldNames = [
  "job_id",
  "status",
  "progress",
  "current_epoch",
  "total_epochs",
  "current_step",
  "total_steps",
  "loss",
  "eval_loss",
  "samples_per_second",
  "gpu_memory_allocated_gb",
  "eta_seconds",
  "timestamp",
  "complete",
] as const;
