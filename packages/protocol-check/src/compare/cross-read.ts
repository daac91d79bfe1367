import { below } from "../shape/difference.ts";
import type { ForeignIssue } from "../shape/foreign-schema.ts";
import { resolved } from "../shape/pair-options.ts";
import type { Shape } from "../shape/shape.ts";
import type { SurfaceMessage } from "../surface.ts";
import { outputDifferences } from "./output-difference.ts";

/** How a text of one version's writer fares with the other version's reader, where it does not fare well. */
export interface Outcome {
  /**
   * `refused` = it is not accepted; `set_aside` = its type is not known; `lost` = a part is not read;
   * `changed` = a part is read as something else.
   */
  readonly kind: "refused" | "set_aside" | "lost" | "changed";
  /** Where, with `[]` for any item and `*` for any name. */
  readonly path: string;
  /** What the reader says, or reads. */
  readonly detail: string;
}

/** A message of two versions: that of its writer, and that of its reader. */
export interface Meeting {
  readonly writer: SurfaceMessage;
  readonly reader: SurfaceMessage;
  /** Whether the writer's version is the older: what its peers made of a text must then be kept. */
  readonly isWriterOlder: boolean;
}

/**
 * Gives a text to both versions' readers.
 *
 * @returns `undefined` if the writer's own version would not read it, so that nobody writes it; else every
 * way in which the reader's version falls short.
 */
export function crossRead({ writer, reader, isWriterOlder }: Meeting, text: string): Outcome[] | undefined {
  const meant = writer.read(text);
  if (meant.kind !== "message") return undefined;
  const understood = reader.read(text);
  if (understood.kind === "unknown")
    return [{ kind: "set_aside", path: "", detail: "its type is not known" }];
  if (understood.kind === "invalid") return refusals(reader, text, understood.message);
  const parts = isWriterOlder
    ? outputDifferences(meant.message, understood.message)
    : outputDifferences(understood.message, meant.message);
  return parts.flatMap((part): Outcome[] => {
    const path = generalPath(writer.shape, part.path);
    const [own, theirs] = isWriterOlder ? [part.first, part.second] : [part.second, part.first];
    if (part.kind === "changed") {
      return [{ kind: "changed", path, detail: `${show(own)} is read as ${show(theirs)}` }];
    }
    // What only the newer version makes of a text is its own affair, unless the text itself holds it.
    if (part.kind === "added") return !isWriterOlder && holds(text, part.path) ? [lost(path, own)] : [];
    return isWriterOlder ? [lost(path, own)] : [];
  });
}

function lost(path: string, value: unknown): Outcome {
  return { kind: "lost", path, detail: `${show(value)} is not read` };
}

function refusals(reader: SurfaceMessage, text: string, message: string): Outcome[] {
  const issues = issuesOf(reader, text);
  if (issues.length === 0) return [{ kind: "refused", path: "", detail: message }];
  const outcomes = issues.map(({ path, message }): Outcome => {
    const place = path.map((part) => (typeof part === "number" ? "[]" : String(part)));
    return {
      kind: "refused",
      path: generalPath(reader.shape, place.reduce(below, "")),
      detail: message,
    };
  });
  return [...new Map(outcomes.map((outcome) => [outcome.path, outcome])).values()];
}

function issuesOf(reader: SurfaceMessage, text: string): readonly ForeignIssue[] {
  try {
    const result = reader.schema.safeParse(JSON.parse(text));
    return result.success ? [] : result.error.issues;
  } catch {
    return [];
  }
}

/** Whether the text itself has something at the path; for items of lists that is not told apart. */
function holds(text: string, path: string): boolean {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  return reaches(
    value,
    path
      .replaceAll("[]", ".[]")
      .split(".")
      .filter((part) => part !== ""),
  );
}

function reaches(value: unknown, [part, ...rest]: readonly string[]): boolean {
  if (part === undefined) return value !== undefined;
  if (typeof value !== "object" || value === null) return false;
  if (part === "[]") return Array.isArray(value) && value.some((item) => reaches(item, rest));
  return Object.hasOwn(value, part) && reaches((value as Record<string, unknown>)[part], rest);
}

/** The path with `*` for names that the shape does not name itself, such as those of a record. */
function generalPath(shape: Shape, path: string): string {
  const parts = path
    .replaceAll("[]", ".[]")
    .split(".")
    .filter((part) => part !== "");
  let places: Shape[] = [shape];
  return parts.reduce((done, part) => {
    const known = places.flatMap(alternatives);
    places = known.flatMap((place) => inside(place, part));
    const isFree = known.some(({ kind }) => kind === "record") && !known.some((place) => names(place, part));
    return below(done, isFree ? "*" : part);
  }, "");
}

function alternatives(shape: Shape): Shape[] {
  const plain = resolved(shape);
  if (plain.kind === "union") return plain.options.flatMap(alternatives);
  if (plain.kind === "both") return [...alternatives(plain.left), ...alternatives(plain.right)];
  return plain.kind === "tolerant" ? alternatives(plain.inner) : [plain];
}

function names(shape: Shape, part: string): boolean {
  return shape.kind === "object" && shape.fields.has(part);
}

function inside(shape: Shape, part: string): Shape[] {
  if (shape.kind === "record") return [shape.value];
  if (shape.kind === "array") return [shape.element];
  if (shape.kind === "tuple") return [...shape.items];
  const field = shape.kind === "object" ? shape.fields.get(part) : undefined;
  return field === undefined ? [] : [field.shape];
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
