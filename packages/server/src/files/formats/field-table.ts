import { limits } from "@trainwire/protocol";
import type { Fields } from "./file-record.ts";

/** Which field of a report a name stands for; what is not in it becomes a metric. */
export type FieldTable = Readonly<Record<string, string>>;

const nonfinite: readonly unknown[] = ["NaN", "Infinity", "-Infinity"];

/** Whether it is a number, or the name of one that is not finite. */
export function isNumeric(value: unknown): boolean {
  return typeof value === "number" || nonfinite.includes(value);
}

/** Brings named values into the fields of a report: those of the table, and every other number as a metric. */
export function toFields(entries: Iterable<readonly [string, unknown]>, table: FieldTable): Fields {
  const fields: Record<string, unknown> = {};
  const metrics: [string, unknown][] = [];
  for (const [name, value] of entries) {
    const field = Object.hasOwn(table, name) ? table[name] : undefined;
    if (field !== undefined) fields[field] ??= value;
    else if (isNumeric(value) && isMetricName(name)) metrics.push([name, value]);
  }
  if (metrics.length > 0) fields["metrics"] = Object.fromEntries(metrics.slice(0, limits.maxMetrics));
  return fields;
}

function isMetricName(name: string): boolean {
  return name.length <= limits.maxMetricNameLength && name !== "" && name !== "__proto__";
}
