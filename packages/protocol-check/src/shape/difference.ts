/**
 * What a difference does to the set of messages that fit: `narrows` = some fit no longer, `widens` = more fit,
 * `both` = either may be, `none` = only words differ.
 */
export type Effect = "narrows" | "widens" | "both" | "none";

/** One difference of two schemas at one place. */
export interface Difference {
  /** Such as `data.status`, `trainings[].tags` or `metrics.*`; empty for the message itself. */
  readonly path: string;
  readonly kind: DifferenceKind;
  readonly effect: Effect;
  /** What changed, as the end of a sentence that begins with the place. */
  readonly text: string;
}

/** What kinds of difference are told apart. */
export type DifferenceKind =
  | "field_added"
  | "field_removed"
  | "became_required"
  | "became_optional"
  | "default_changed"
  | "type_added"
  | "type_removed"
  | "value_added"
  | "value_removed"
  | "list_opened"
  | "list_closed"
  | "unknown_fields"
  | "tolerance_added"
  | "tolerance_removed"
  | "bound"
  | "pattern"
  | "code"
  | "description";

/** The path of a part of what stands at `path`. */
export function below(path: string, part: string): string {
  if (part === "[]") return `${path}[]`;
  return path === "" ? part : `${path}.${part}`;
}
