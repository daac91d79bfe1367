import type { Primitive, Shape, ShapeOf } from "./shape.ts";

/** The shape itself; for a schema that contains itself, what it contains. */
export function resolved(shape: Shape): Shape {
  return shape.kind === "lazy" ? shape.resolve() : shape;
}

/** The ways a value may look; one, unless the shape is a union. */
export function optionsOf(shape: Shape): readonly Shape[] {
  return shape.kind === "union" ? shape.options.map(resolved) : [shape];
}

/** Which option of one union stands for which of the other. */
export interface PairedOptions {
  readonly pairs: readonly (readonly [old: Shape, now: Shape])[];
  readonly gone: readonly Shape[];
  readonly come: readonly Shape[];
}

/** Pairs options by what tells them apart (a field of one value), then by kind and likeness. */
export function pairOptions(before: readonly Shape[], after: readonly Shape[]): PairedOptions {
  const [old, now] = [before[0], after[0]];
  const areAlone = before.length === 1 && after.length === 1;
  if (areAlone && old && now && plain(old).kind === plain(now).kind) {
    return { pairs: [[old, now]], gone: [], come: [] };
  }
  const left = [...after];
  const pairs: [Shape, Shape][] = [];
  const gone: Shape[] = [];
  for (const old of before) {
    const now = bestMatch(old, left);
    if (now === undefined) gone.push(old);
    else {
      left.splice(left.indexOf(now), 1);
      pairs.push([old, now]);
    }
  }
  return { pairs, gone, come: left };
}

/** The option that stands for `shape`, or `undefined`. */
export function bestMatch(shape: Shape, options: readonly Shape[]): Shape | undefined {
  const sameKind = options.filter((option) => plain(option).kind === plain(shape).kind);
  const scored = sameKind
    .map((option) => ({ option, score: likeness(plain(shape), plain(option)) }))
    .filter(({ score }) => score >= 0)
    .sort((a, b) => b.score - a.score);
  return scored[0]?.option;
}

function plain(shape: Shape): Shape {
  return shape.kind === "tolerant" ? plain(resolved(shape.inner)) : resolved(shape);
}

/** How alike two shapes of one kind are, from 0 to 1; below 0 if a mark says that they are different things. */
function likeness(a: Shape, b: Shape): number {
  if (a.kind !== "object" || b.kind !== "object") return 1;
  const marksB = marksOf(b);
  const common = [...marksOf(a)].filter(([name]) => marksB.has(name));
  if (common.some(([name, value]) => marksB.get(name) !== value)) return -1;
  return common.length > 0 ? 1 : sharedFields(a, b);
}

/** The share of field names that two objects have in common. */
export function sharedFields(a: ShapeOf<"object">, b: ShapeOf<"object">): number {
  const names = new Set([...a.fields.keys(), ...b.fields.keys()]);
  const shared = [...a.fields.keys()].filter((name) => b.fields.has(name));
  return names.size === 0 ? 1 : shared.length / names.size;
}

function marksOf(shape: ShapeOf<"object">): Map<string, Primitive | undefined> {
  const marks = new Map<string, Primitive | undefined>();
  for (const [name, { shape: field }] of shape.fields) {
    if (field.kind === "values" && field.values.length === 1) marks.set(name, field.values[0]);
  }
  return marks;
}
