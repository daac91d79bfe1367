import {
  type Checkpoint,
  type CommandAck,
  countFields,
  liftNonfinite,
  MetricName,
  measuredFields,
  type Nonfinite,
  type Status,
  textFields,
} from "@trainwire/protocol";

type NumberName = keyof typeof measuredFields | keyof typeof countFields;

/**
 * What a trainer reports: any of the fields below, and numbers under further names, which become metrics.
 * Values may be `NaN` or infinite. Sizes are in GiB, times in seconds, `progress` is from 0 to 100.
 */
export interface ReportFields extends Partial<Readonly<Record<NumberName, number | undefined>>> {
  /** Short for `current_step`. */
  readonly step?: number;
  /** Short for `current_epoch`. */
  readonly epoch?: number;
  /** Short for `learning_rate`. */
  readonly lr?: number;
  readonly status?: Status;
  /** Why the status is what it is, for people; at most 1000 characters. */
  readonly reason?: string;
  /** The newest checkpoint that was finished, below the training's folder of artifacts. */
  readonly checkpoint?: Checkpoint;
  /** What the trainer is doing, e.g. `warmup`; 1-64 characters. */
  readonly phase?: string;
  /** The trainer's clock, RFC 3339; default: the time of the report. */
  readonly timestamp?: string;
  /** The trainer's own metrics by name. */
  readonly metrics?: Readonly<Record<string, number>>;
  readonly nonfinite?: readonly Nonfinite[];
  /** The answer to a command that `onCommand` was given. */
  readonly command_ack?: CommandAck;
  /** Further numbers are metrics. */
  readonly [metric: string]: unknown;
}

/** A record as it is sent, and the names that could not be. */
export interface ReportRecord {
  readonly record: Readonly<Record<string, unknown>>;
  readonly leftOut: readonly string[];
}

const shortNames = new Map([
  ["step", "current_step"],
  ["epoch", "current_epoch"],
  ["lr", "learning_rate"],
]);
const wireNames = new Set([
  ...Object.keys(measuredFields),
  ...Object.keys(countFields),
  ...Object.keys(textFields),
  "status",
  "reason",
  "checkpoint",
  "nonfinite",
  "command_ack",
]);

/** The wire's record of a report: names as on the wire, values that are not finite lifted. Pure. */
export function toRecord(fields: ReportFields, nowMs: number): ReportRecord {
  const record: Record<string, unknown> = { timestamp: new Date(nowMs).toISOString() };
  const metrics: Record<string, unknown> = {};
  const leftOut: string[] = [];
  const measure = (name: string, value: unknown): void => {
    if (typeof value === "number" && MetricName.safeParse(name).success) metrics[name] = value;
    else leftOut.push(name);
  };
  for (const [given, value] of Object.entries(fields)) {
    const name = shortNames.get(given) ?? given;
    if (value === undefined || value === null) continue;
    if (wireNames.has(name)) record[name] = value;
    else if (name !== "metrics") measure(name, value);
    else if (typeof value !== "object") leftOut.push(name);
    else for (const [metric, number] of Object.entries(value)) measure(metric, number);
  }
  if (Object.keys(metrics).length > 0) record["metrics"] = metrics;
  return { record: liftNonfinite(record), leftOut };
}
