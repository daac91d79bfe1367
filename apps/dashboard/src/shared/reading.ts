import type { Nonfinite, TrainingState } from "@trainwire/protocol";

/** A measured field as a reader needs it: its value, that it was not finite, or that nobody reported it. */
export type Reading =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "nonfinite"; readonly value: Nonfinite["value"] }
  | { readonly kind: "absent" };

/** Names of the fields of a state that hold a measured number. */
export type MeasuredName = {
  [K in keyof TrainingState]-?: NonNullable<TrainingState[K]> extends number ? K : never;
}[keyof TrainingState];

/** Reads one measured field of a state. The wire carries NaN and Infinity as null, named in `nonfinite`. */
export function readingOf(state: TrainingState, name: MeasuredName): Reading {
  const value = state[name];
  if (typeof value === "number") return { kind: "number", value };
  const named = state.nonfinite?.find((entry) => entry.name === name);
  return named ? { kind: "nonfinite", value: named.value } : { kind: "absent" };
}

/** The reading as text, with `format` for a number and a dash for what nobody reported. */
export function readingText(reading: Reading, format: (value: number) => string): string {
  switch (reading.kind) {
    case "number":
      return format(reading.value);
    case "nonfinite":
      return reading.value;
    case "absent":
      return "–";
    default:
      return reading satisfies never;
  }
}
