import type { Role } from "./surface.ts";

/** Whose text meets whose reader. */
export type Direction = "old_to_new" | "new_to_old";

/** What a change means for one direction. */
export interface Impact {
  readonly direction: Direction;
  readonly class: "breaking" | "additive";
  /** Who writes and who reads here; for clauses, codes and limits, who is concerned. */
  readonly who: string;
  /** What happens, in one sentence. */
  readonly says: string;
  /** The smallest text found that shows it. */
  readonly witness?: string;
}

/** The class of a change: that of its worst impact. */
export type ChangeClass = "breaking" | "additive" | "documentation";

/** One change between two versions, judged. */
export interface Change {
  /** The same for the same change, such as `training_update/data.status/value_added`. */
  readonly id: string;
  readonly area: "message" | "clause" | "code" | "limit" | "version";
  /** The message, clause, code or limit. */
  readonly subject: string;
  /** Where in the message; empty for the whole. */
  readonly path: string;
  /** What changed, as the end of a sentence that begins with the place. */
  readonly text: string;
  readonly class: ChangeClass;
  readonly impacts: readonly Impact[];
  /** For messages: who writes it for whom. */
  readonly roles?: { readonly writer: Role; readonly reader: Role };
  /** What the reader of the report should know besides. */
  readonly note?: string;
  /** Why a breaking change is let pass, as the list of allowed changes says. */
  readonly allowed?: string;
}

/** How much a version must rise. */
export type Bump = "none" | "patch" | "minor" | "major";

const bumps: readonly Bump[] = ["none", "patch", "minor", "major"];

/** A change as its parts make it: it is as grave as its gravest impact. */
export function changeOf(parts: Omit<Change, "class">): Change {
  const classes = parts.impacts.map((impact) => impact.class);
  const worst = classes.includes("breaking")
    ? "breaking"
    : classes.includes("additive")
      ? "additive"
      : "documentation";
  return { ...parts, class: worst };
}

/** The bump that some changes need; an allowed one counts as additive. */
export function bumpOf(changes: readonly Change[]): Bump {
  const needs = changes.map((change): Bump => {
    if (change.class === "documentation") return "patch";
    return change.class === "breaking" && change.allowed === undefined ? "major" : "minor";
  });
  return largerBump(...needs);
}

/** The largest of some bumps; `none` of none. */
export function largerBump(...some: readonly Bump[]): Bump {
  return bumps[Math.max(0, ...some.map((bump) => bumps.indexOf(bump)))] ?? "none";
}

/** Whether a bump is large enough for what is needed. */
export function suffices(declared: Bump, needed: Bump): boolean {
  return bumps.indexOf(declared) >= bumps.indexOf(needed);
}
