import { measuredFields, type Nonfinite } from "./fields.ts";

type Value = Nonfinite["value"];

const names = new Map<unknown, Value>([
  ["NaN", "NaN"],
  ["Infinity", "Infinity"],
  ["-Infinity", "-Infinity"],
]);

/** What the value is if it is not finite: a number (JSON's 1e999 parses to Infinity) or one of its names. */
function nonfiniteName(value: unknown): Value | undefined {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value) as Value;
  return names.get(value);
}

/**
 * Brings the ways a trainer may write a value that is not finite (the number itself, its name as a string, or
 * `null` named in `nonfinite`) into one: `null`, named in `nonfinite`. Any other `null` is left out, since it
 * says that nothing was reported. The given record stays as it is.
 */
export function liftNonfinite(record: Record<string, unknown>): Record<string, unknown> {
  const declared = declaredNonfinite(record["nonfinite"]);
  const found: Nonfinite[] = [];
  const lift = (name: string, value: unknown): unknown => {
    const kind = nonfiniteName(value) ?? (value === null ? declared.get(name) : undefined);
    if (kind === undefined) return value;
    found.push({ name, value: kind });
    return null;
  };
  const lifted: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) {
    if (name === "metrics" || name === "nonfinite") continue;
    const result = Object.hasOwn(measuredFields, name) ? lift(name, value) : value;
    if (result !== null || found.at(-1)?.name === name) lifted[name] = result;
  }
  const metrics = record["metrics"];
  if (typeof metrics === "object" && metrics !== null && !Array.isArray(metrics)) {
    const entries = Object.entries(metrics).flatMap(([name, value]): [string, unknown][] => {
      const path = `metrics.${name}`;
      const result = lift(path, value);
      return result !== null || found.at(-1)?.name === path ? [[name, result]] : [];
    });
    lifted["metrics"] = Object.fromEntries(entries);
  } else if (metrics !== null && metrics !== undefined) {
    lifted["metrics"] = metrics;
  }
  if (found.length > 0) lifted["nonfinite"] = found;
  return lifted;
}

function declaredNonfinite(value: unknown): Map<unknown, Value> {
  const declared = new Map<unknown, Value>();
  if (!Array.isArray(value)) return declared;
  for (const entry of value as { name?: unknown; value?: unknown }[]) {
    const kind = names.get(entry?.value);
    if (kind !== undefined) declared.set(entry.name, kind);
  }
  return declared;
}
