import { z } from "zod";
import { Checkpoint } from "./artifacts.ts";
import { codeOfIssues, describeIssues } from "./describe-issues.ts";
import type { ErrorCode } from "./error-codes.ts";
import {
  countFields,
  MetricName,
  Metrics,
  measuredFields,
  Nonfinite,
  optional,
  Reason,
  StoredText,
  textFields,
} from "./fields.ts";
import { TrainId } from "./ids.ts";
import { limits } from "./limits.ts";
import { liftNonfinite } from "./nonfinite.ts";
import type { Details } from "./server-messages.ts";
import { isTerminal, Status } from "./status.ts";

/** A trainer's answer to a command: taken up, done, or refused with a reason. */
export const CommandAck = z.object({
  command_id: z.string().min(1).max(64),
  state: z.enum(["accepted", "done", "refused"]),
  reason: z.string().max(1000).optional(),
});
/** A trainer's answer to a command: taken up, done, or refused with a reason. */
export type CommandAck = z.infer<typeof CommandAck>;

/** One record as a trainer sends it, after `liftNonfinite`. Fields that version 1 does not know are ignored. */
export const Report = z
  .object({
    job_id: TrainId.optional(),
    train_id: TrainId.optional(),
    producer_id: StoredText.min(1).max(64).optional(),
    producer_seq: z.int().min(0).optional(),
    attempt: z.int().min(1).optional(),
    command_ack: CommandAck.optional(),
    status: Status.optional(),
    complete: z.boolean().optional(),
    ...optional(measuredFields),
    ...optional(countFields),
    ...optional(textFields),
    reason: Reason.optional(),
    checkpoint: Checkpoint.optional(),
    metrics: Metrics.optional(),
    nonfinite: z.array(Nonfinite).optional(),
  })
  .refine((report) => (report.producer_id === undefined) === (report.producer_seq === undefined), {
    path: ["producer_seq"],
    error: "producer_id and producer_seq belong together",
  })
  .refine((report) => !(report.complete && report.status && !isTerminal(report.status)), {
    path: ["complete"],
    error: "complete: true contradicts a status that is not terminal",
  })
  .meta({ dependentRequired: { producer_id: ["producer_seq"], producer_seq: ["producer_id"] } });
/** One record as a trainer sends it, after `liftNonfinite`. Fields that version 1 does not know are ignored. */
export type Report = z.infer<typeof Report>;

const nonfiniteText = z.literal(["NaN", "Infinity", "-Infinity"]);
const orNonfinite = (fields: Readonly<Record<string, z.ZodType>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, z.union([field, nonfiniteText])]));
const orNull = (fields: Readonly<Record<string, z.ZodType>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.nullable().optional()]));

/**
 * One record as its text may say it: a value that is not finite may also be written as the string of its name, and
 * `null` says that nothing was reported.
 */
export const WrittenReport = z
  .object({
    ...orNull(Report.shape),
    ...orNull(orNonfinite({ ...measuredFields, ...countFields })),
    metrics: z
      .record(MetricName, z.union([z.number(), z.null(), nonfiniteText]))
      .meta({ maxProperties: limits.maxMetrics })
      .nullable()
      .optional(),
    nonfinite: z.array(Nonfinite).optional(),
  })
  .meta({
    anyOf: [
      {
        required: ["producer_id", "producer_seq"],
        properties: { producer_id: { type: "string" }, producer_seq: { type: "integer" } },
      },
      { properties: { producer_id: { type: "null" }, producer_seq: { type: "null" } } },
    ],
  });
/** One record as its text may say it. */
export type WrittenReport = z.infer<typeof WrittenReport>;

/** A report, taken apart: what is stored, and what only concerns its delivery. */
export interface ParsedReport {
  /** Exactly what was reported; `null` = not finite. */
  readonly details: Details;
  readonly attempt?: number;
  /** Where the record stands in its producer's own numbering, for repeats. */
  readonly producer?: { readonly id: string; readonly seq: number };
  readonly commandAck?: CommandAck;
}

/** The outcome of `parseReport`. */
export type ReportResult =
  | { readonly ok: true; readonly report: ParsedReport }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string };

/**
 * Reads one record of an ingest body for the training `trainId`.
 *
 * Values that are not finite are never refused: they become `null` and are named in `nonfinite`. A plain
 * `null` without such a name means "not reported". `complete: true` alone means status `completed`.
 */
export function parseReport(raw: unknown, trainId: TrainId): ReportResult {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    return { ok: false, code: "bad_message", message: "a record must be a JSON object" };
  }
  const record = raw as Record<string, unknown>;
  const problem = metricsProblem(record["metrics"]);
  if (problem !== undefined) return { ok: false, code: "bad_message", message: `metrics: ${problem}` };
  const parsed = Report.safeParse(liftNonfinite(record));
  if (!parsed.success) {
    return { ok: false, code: codeOfIssues(parsed.error, raw), message: describeIssues(parsed.error) };
  }
  const { job_id, train_id, producer_id, producer_seq, attempt, complete, command_ack, ...details } =
    parsed.data;
  const named = [job_id, train_id].find((id) => id !== undefined && id !== trainId);
  if (named !== undefined) {
    return { ok: false, code: "bad_id", message: `the record names ${named}, the address ${trainId}` };
  }
  if (complete && details.status === undefined) details.status = "completed";
  return {
    ok: true,
    report: {
      details,
      ...(attempt !== undefined && { attempt }),
      ...(producer_id !== undefined &&
        producer_seq !== undefined && { producer: { id: producer_id, seq: producer_seq } }),
      ...(command_ack && { commandAck: command_ack }),
    },
  };
}

/** What the schema alone would find late (after judging each of a million entries) or not at all. */
function metricsProblem(metrics: unknown): string | undefined {
  if (typeof metrics !== "object" || metrics === null) return undefined;
  if (Object.hasOwn(metrics, "__proto__")) return "__proto__ is reserved";
  const count = Object.keys(metrics).length;
  return count > limits.maxMetrics
    ? `must hold at most ${limits.maxMetrics} metrics, not ${count}`
    : undefined;
}
