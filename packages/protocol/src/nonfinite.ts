import { countFields, measuredFields, type Nonfinite } from "./fields.ts";

type Value = Nonfinite["value"];
type Entry = [name: string, value: unknown];

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
  if (isPlain(record)) return record;
  const declared = declaredNonfinite(record["nonfinite"]);
  const found: Nonfinite[] = [];
  const lift = ([name, value]: Entry, path: string): Entry[] => {
    const kind = nonfiniteName(value) ?? (value === null ? declared.get(path) : undefined);
    // JSON has no negative zero to store: 0 is what a reader of the log would see.
    if (kind === undefined) return value === null ? [] : [[name, value === 0 ? 0 : value]];
    found.push({ name: path, value: kind });
    return [[name, null]];
  };
  const entries = Object.entries(record).flatMap(([name, value]): Entry[] => {
    if (name === "nonfinite") return [];
    if (isNumberField(name)) return lift([name, value], name);
    if (name !== "metrics" || !isObject(value)) return value === null ? [] : [[name, value]];
    const metrics = Object.entries(value).flatMap((entry) => lift(entry, `metrics.${entry[0]}`));
    return [[name, Object.fromEntries(metrics)]];
  });
  // Built from entries, so that a field named __proto__ stays a field and never becomes the prototype.
  return Object.fromEntries(found.length > 0 ? [...entries, ["nonfinite", found]] : entries);
}

/** Whether nothing in it needs lifting, as in most records. */
function isPlain(record: Record<string, unknown>): boolean {
  for (const name in record) {
    const value = record[name];
    if (value === null || name === "nonfinite") return false;
    if (name === "metrics" && isObject(value)) {
      for (const metric in value) if (!isPlainNumber(value[metric])) return false;
    } else if (isNumberField(name) && !isPlainNumber(value)) return false;
  }
  return true;
}

/** Finite, and not the negative zero. */
function isPlainNumber(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && !Object.is(value, -0);
}

function isNumberField(name: string): boolean {
  return Object.hasOwn(measuredFields, name) || Object.hasOwn(countFields, name);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function declaredNonfinite(value: unknown): Map<unknown, Value> {
  const declared = new Map<unknown, Value>();
  if (!Array.isArray(value)) return declared;
  for (const entry of value as ({ name?: unknown; value?: unknown } | null)[]) {
    const kind = names.get(entry?.value);
    if (kind !== undefined) declared.set(entry?.name, kind);
  }
  return declared;
}
