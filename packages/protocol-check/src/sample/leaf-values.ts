import { isDeepStrictEqual } from "node:util";
import type { Judge, Judged } from "../shape/foreign-schema.ts";
import type { Shape } from "../shape/shape.ts";
import type { Hints } from "./hints.ts";
import { anyValues } from "./texts.ts";

/** How many values on which both versions agree are kept, first and later ones, and how many on which they do not. */
const keptAlike = 4;
const keptApart = 16;
const keptWithoutOther = 8;

/** A field name and a text that no schema names. */
export const unknownName = "x_unknown";

/**
 * Values of a part without parts of its own that `shape` takes: first those that the other version refuses or
 * reads as something else, then a few on which both agree.
 */
function leafValues(shape: Shape, other: Shape | undefined, candidates: Iterable<unknown>): unknown[] {
  const apart: unknown[] = [];
  const alike: unknown[] = [];
  for (const value of candidates) {
    const own = shape.judge(value);
    if (!own.ok) continue;
    const differs = other !== undefined && !isSameAs(own, other.judge(value));
    if (!differs) {
      alike.push(value);
      if (other === undefined && alike.length >= keptWithoutOther) break;
    } else if (apart.push(value) >= keptApart) break;
  }
  return [...apart, ...spread(alike)];
}

/** The first few of a list, and as many from all over the rest: conditions on a whole may ask for any part. */
function spread(values: readonly unknown[]): unknown[] {
  const rest = values.slice(keptAlike);
  const step = Math.max(1, rest.length / keptAlike);
  const some = Array.from(
    { length: Math.min(keptAlike, rest.length) },
    (_, at) => rest[Math.floor(at * step)],
  );
  return [...values.slice(0, keptAlike), ...some, ...rest.slice(-1)];
}

function isSameAs(own: Judged & { ok: true }, other: Judged): boolean {
  if (!other.ok) return false;
  return Object.is(own.output, other.output) || isDeepStrictEqual(own.output, other.output);
}

/** Leaf values of pairs of schemas that were asked for before; messages share most of their fields. */
export class LeafCache {
  readonly #known = new WeakMap<Judge, Map<Judge | undefined, Map<string, unknown[]>>>();

  /** Telling values of a leaf; `kind` tells apart for what candidates it was asked. */
  values(shape: Shape, other: Shape | undefined, [kind, candidates]: [string, Iterable<unknown>]): unknown[] {
    const byOther = this.#known.get(shape.judge) ?? new Map<Judge | undefined, Map<string, unknown[]>>();
    this.#known.set(shape.judge, byOther);
    const byKind = byOther.get(other?.judge) ?? new Map<string, unknown[]>();
    byOther.set(other?.judge, byKind);
    const known = byKind.get(kind) ?? leafValues(shape, other, candidates);
    byKind.set(kind, known);
    return known;
  }
}

/** Every text worth a try: the plain ones first, then those of hinted lengths. */
export function* candidateTexts(hints: Hints): Generator<string> {
  yield* hints.texts;
  for (const length of hints.lengths) yield "a".repeat(length);
  for (const length of hints.lengths) if (length < 40) yield* ["7".repeat(length), "😀".repeat(length)];
}

/** Objects within objects, as deep as the hints say: conditions on a whole may count levels. */
export function nestedValues({ lengths }: Hints): unknown[] {
  const depths = lengths.filter((length) => length > 0 && length <= 100);
  return depths.map((depth) => Array.from({ length: depth }).reduce<unknown>((inner) => ({ a: inner }), 1));
}

/** Every value worth a try where a reader may take more than it says. */
export function* candidateValues(hints: Hints): Generator {
  yield* anyValues;
  yield* hints.texts.slice(0, 40);
  for (const number of hints.numbers.slice(0, 20)) {
    yield number;
    yield String(number);
  }
}
