import { below } from "../shape/difference.ts";

/** Where what two readers made of one text parts, and how. */
export interface OutputDifference {
  /** `lost` = the second reader has nothing there; `added` = only the second has; `changed` = they disagree. */
  readonly kind: "lost" | "added" | "changed";
  readonly path: string;
  readonly first: unknown;
  readonly second: unknown;
}

/** Every place at which two readings part, compared as what they mean on the wire. */
export function outputDifferences(first: unknown, second: unknown, path = ""): OutputDifference[] {
  const [one, two] = [plain(first), plain(second)];
  if (Object.is(one, two) || areSameInstant(first, second)) return [];
  if (one === undefined) return [{ kind: "added", path, first: one, second: two }];
  if (two === undefined) return [{ kind: "lost", path, first: one, second: two }];
  if (Array.isArray(one) && Array.isArray(two) && one.length === two.length) {
    return one.flatMap((item: unknown, at) => outputDifferences(item, two[at], below(path, "[]")));
  }
  if (isRecord(one) && isRecord(two)) {
    const names = new Set([...Object.keys(one), ...Object.keys(two)]);
    return [...names].flatMap((name) => outputDifferences(own(one, name), own(two, name), below(path, name)));
  }
  return [{ kind: "changed", path, first: one, second: two }];
}

/** -0 and 0 are one number on the wire; sets and maps are lists; dates are texts. */
function plain(value: unknown): unknown {
  if (value === 0) return 0;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
  if (value instanceof Set || value instanceof Map) return [...value];
  if (typeof value === "bigint") return `${value}n`;
  return value;
}

/** A text that became a date object means what it meant if it names the same instant. */
function areSameInstant(first: unknown, second: unknown): boolean {
  const [date, other] = first instanceof Date ? [first, second] : [second, first];
  if (!(date instanceof Date)) return false;
  return typeof other === "string" && Date.parse(other) === date.getTime();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(record: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
