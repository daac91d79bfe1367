import { optionsOf, resolved } from "../shape/pair-options.ts";
import type { Shape } from "../shape/shape.ts";

/** The value without what its writer's version does not name: unknown fields, and texts beside a list. */
export function asWritten(shape: Shape, value: unknown): unknown {
  const plain =
    shape.kind === "union" ? optionsOf(shape).find((option) => option.judge(value).ok) : resolved(shape);
  if (plain === undefined || typeof value !== "object" || value === null) return value;
  if (plain.kind === "tolerant") return asWritten(plain.inner, value);
  if (plain.kind === "array" && Array.isArray(value))
    return value.map((item) => asWritten(plain.element, item));
  const entries = Object.entries(value);
  if (plain.kind === "record") {
    return Object.fromEntries(entries.map(([name, item]) => [name, asWritten(plain.value, item)]));
  }
  if (plain.kind !== "object") return value;
  const named = entries.filter(([name]) => plain.fields.has(name) || typeof plain.unknown !== "string");
  return Object.fromEntries(
    named.map(([name, item]) => {
      const field = plain.fields.get(name);
      return [name, field === undefined ? item : asWritten(field.shape, item)];
    }),
  );
}

/**
 * Whether a writer of this version writes the value: of a list only what is listed, though readers bear more,
 * and every field that must be given, though a reader may fill it in.
 */
export function isWritten(shape: Shape, value: unknown): boolean {
  const plain =
    shape.kind === "union" ? optionsOf(shape).find((option) => option.judge(value).ok) : resolved(shape);
  if (plain?.kind === "values" && plain.open) return plain.values.includes(value as string);
  if (plain?.kind === "tolerant") return isWritten(plain.inner, value);
  if (plain?.kind === "array" && Array.isArray(value)) {
    return value.every((item) => isWritten(plain.element, item));
  }
  if (plain?.kind !== "object" || typeof value !== "object" || value === null) return true;
  const given = new Map(Object.entries(value));
  return [...plain.fields].every(([name, field]) => {
    return given.has(name) ? isWritten(field.shape, given.get(name)) : field.presence === "optional";
  });
}
