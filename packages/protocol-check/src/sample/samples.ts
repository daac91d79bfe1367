import { acceptNothing } from "../shape/foreign-schema.ts";
import { bestMatch, optionsOf, resolved } from "../shape/pair-options.ts";
import type { Shape, ShapeOf } from "../shape/shape.ts";
import type { Hints } from "./hints.ts";
import { candidateTexts, candidateValues, nestedValues, unknownName } from "./leaf-values.ts";
import { Random } from "./random.ts";
import { anyValues } from "./texts.ts";

/** How samples of a message are made. */
export interface SampleOptions {
  /**
   * `written` = what a writer of this version writes: what is named, and listed. `tolerated` = that, and
   * whatever else a reader of this version takes.
   */
  readonly mode: "written" | "tolerated";
  readonly hints: Hints;
  /** A query carries texts alone. */
  readonly textsOnly: boolean;
}

const randomSamples = 150;
const maxDepth = 6;
const maxVariants = 4000;
const maxNames = 600;
const maxRepeatedChars = 8_000;

/**
 * Messages of `shape`, aimed at what may differ from `other`: each part takes each of its telling values in
 * turn, in an otherwise small and in an otherwise whole message; then random ones. Not every one is valid.
 */
export function samplesOf(shape: Shape, other: Shape | undefined, options: SampleOptions): unknown[] {
  return new Sampler(options).sample(shape, other);
}

class Sampler {
  readonly #options: SampleOptions;
  /** Those aimed at another version, and those that are not: the same shape may be asked for both ways. */
  readonly #aimed = new Map<Shape, unknown[]>();
  readonly #plain = new Map<Shape, unknown[]>();

  constructor(options: SampleOptions) {
    this.#options = options;
  }

  sample(shape: Shape, other: Shape | undefined): unknown[] {
    const random = new Random(11);
    const made = this.#variantsOf(shape, other, 0);
    return [...made, ...Array.from({ length: randomSamples }, () => this.#random(shape, random, 0))];
  }

  #variantsOf(shape: Shape, other: Shape | undefined, depth: number): unknown[] {
    const cache = other === undefined ? this.#plain : this.#aimed;
    const known = cache.get(shape);
    if (known !== undefined) return known;
    const made = this.#make(shape, other, depth).slice(0, maxVariants);
    cache.set(shape, made);
    return made;
  }

  #make(shape: Shape, other: Shape | undefined, depth: number): unknown[] {
    if (depth > maxDepth) return [];
    const { hints, mode, textsOnly } = this.#options;
    switch (shape.kind) {
      case "string":
        return this.#leaf(shape, other, ["text", candidateTexts(hints)]);
      case "number":
        return this.#leaf(shape, other, ["number", textsOnly ? candidateTexts(hints) : hints.numbers]);
      case "values":
        return this.#leaf(shape, other, [`listed ${JSON.stringify(shape.values)}`, this.#listed(shape)]);
      case "any":
      case "other":
        if (textsOnly) return this.#leaf(shape, other, ["any", candidateTexts(hints)]);
        return [
          ...this.#leaf(shape, other, ["any", [...anyValues, ...hints.texts.slice(0, 50)]]),
          ...nestedValues(hints).filter((value) => shape.judge(value).ok),
        ];
      case "never":
        return [];
      case "array":
        return this.#arrays(shape, other, depth);
      case "tuple":
        return this.#tuples(shape, other, depth);
      case "object":
        return this.#objects(shape, other, depth);
      case "record":
        return this.#records(shape, other, depth);
      case "union":
        return shape.options.flatMap((option) => this.#variantsOf(option, counterpart(option, other), depth));
      case "both":
        return this.#boths(shape, other, depth);
      case "tolerant": {
        const texts = textsOnly ? this.#leaf(shape, other, ["text", candidateTexts(hints)]) : [];
        const inner = this.#variantsOf(shape.inner, insideOf(other), depth);
        const more =
          mode === "tolerated" && !textsOnly
            ? this.#leaf(shape, other, ["borne", candidateValues(hints)])
            : [];
        return [...texts, ...inner, ...more];
      }
      case "lazy":
        return this.#make(shape.resolve(), other, depth + 2);
      default:
        throw shape satisfies never;
    }
  }

  #leaf(shape: Shape, other: Shape | undefined, [kind, candidates]: [string, Iterable<unknown>]): unknown[] {
    const { hints, mode, textsOnly } = this.#options;
    return hints.leaves.values(shape, other, [`${mode} ${textsOnly} ${kind}`, candidates]);
  }

  *#listed(shape: ShapeOf<"values">): Generator {
    yield* shape.values;
    if (this.#options.mode === "tolerated" && shape.open)
      yield* [unknownName, ...candidateTexts(this.#options.hints)];
  }

  /** The plainest value of a shape. */
  #base(shape: Shape, depth: number): unknown {
    const variants = this.#variantsOf(shape, undefined, depth);
    return variants.find((value) => shape.judge(value).ok) ?? variants[0];
  }

  #arrays(shape: ShapeOf<"array">, other: Shape | undefined, depth: number): unknown[] {
    const element = counterpartOfKind(other, "array")?.element;
    const items = this.#variantsOf(shape.element, element, depth + 1);
    const [base, second] = [this.#base(shape.element, depth + 1), items.at(-1)];
    return [
      ...this.#leaf(shape, other, [`repeated ${JSON.stringify(base)}`, this.#repeated(base)]),
      [base, second],
      [second, base],
      ...items.map((item) => [item]),
    ];
  }

  *#repeated(base: unknown): Generator<unknown[]> {
    const size = JSON.stringify(base ?? null).length;
    for (const length of this.#options.hints.lengths) {
      if (length * size <= maxRepeatedChars) yield Array.from({ length }, () => base);
    }
  }

  #tuples(shape: ShapeOf<"tuple">, other: Shape | undefined, depth: number): unknown[] {
    const items = counterpartOfKind(other, "tuple")?.items ?? [];
    const base = shape.items.map((item) => this.#base(item, depth + 1));
    const rest = shape.rest === undefined ? [] : [[...base, this.#base(shape.rest, depth + 1)]];
    const varied = shape.items.flatMap((item, at) =>
      this.#variantsOf(item, items[at], depth + 1).map((value) => base.with(at, value)),
    );
    return [base, ...rest, ...varied];
  }

  #objects(shape: ShapeOf<"object">, other: Shape | undefined, depth: number): unknown[] {
    const otherFields = counterpartOfKind(other, "object")?.fields;
    const fields = [...shape.fields];
    const bases = fields.map(([name, field]) => [name, this.#base(field.shape, depth + 1)] as const);
    const small = Object.fromEntries(
      bases.filter(([name]) => shape.fields.get(name)?.presence === "required"),
    );
    const whole = Object.fromEntries(bases);
    const around = depth === 0 ? [small, whole] : [small];
    const varied = fields.flatMap(([name, field]) =>
      this.#variantsOf(field.shape, otherFields?.get(name)?.shape, depth + 1).flatMap((value) =>
        around.map((rest) => ({ ...rest, [name]: value })),
      ),
    );
    const lacking = fields
      .filter(([, { presence }]) => presence === "optional" || this.#options.mode === "tolerated")
      .flatMap(([name]) => [without(whole, name), without(small, name)]);
    return [small, whole, ...varied, ...lacking, ...this.#unknown(shape, small, depth)];
  }

  #unknown(shape: ShapeOf<"object">, small: Record<string, unknown>, depth: number): unknown[] {
    const { unknown } = shape;
    if (typeof unknown !== "string") {
      return this.#variantsOf(unknown, undefined, depth + 1).map((value) => ({
        ...small,
        [unknownName]: value,
      }));
    }
    return this.#options.mode === "tolerated" ? [{ ...small, [unknownName]: "a" }] : [];
  }

  #records(shape: ShapeOf<"record">, other: Shape | undefined, depth: number): unknown[] {
    const pair = counterpartOfKind(other, "record");
    const names = this.#variantsOf(shape.key, pair?.key, depth + 1).map(String);
    const values = this.#variantsOf(shape.value, pair?.value, depth + 1);
    const [name, value] = [String(this.#base(shape.key, depth + 1)), this.#base(shape.value, depth + 1)];
    return [
      ...this.#leaf(shape, other, [`filled ${JSON.stringify(value)}`, this.#filled(value)]),
      ...names.map((each) => ({ [each]: value })),
      ...values.map((each) => ({ [name]: each })),
    ];
  }

  *#filled(value: unknown): Generator<Record<string, unknown>> {
    for (const length of this.#options.hints.lengths.filter((length) => length <= maxNames)) {
      yield Object.fromEntries(Array.from({ length }, (_, at) => [`k${at}`, value]));
    }
  }

  #boths(shape: ShapeOf<"both">, other: Shape | undefined, depth: number): unknown[] {
    const left = this.#variantsOf(shape.left, counterpartOfKind(other, "both")?.left, depth);
    const right = this.#variantsOf(shape.right, counterpartOfKind(other, "both")?.right, depth);
    const [firstLeft, firstRight] = [left[0], right[0]];
    if (!isRecord(firstLeft) || !isRecord(firstRight)) return [...left, ...right];
    return [
      ...left.map((value) => ({ ...firstRight, ...(value as object) })),
      ...right.map((value) => ({ ...firstLeft, ...(value as object) })),
    ];
  }

  #random(shape: Shape, random: Random, depth: number): unknown {
    const plain = resolved(shape);
    if (plain.kind === "union") {
      const option = random.pick(plain.options);
      return option && this.#random(option, random, depth + 1);
    }
    if (plain.kind === "array" && depth < maxDepth) {
      return Array.from({ length: random.below(4) }, () => this.#random(plain.element, random, depth + 1));
    }
    if (plain.kind !== "object" || depth >= maxDepth)
      return random.pick(this.#variantsOf(plain, undefined, depth));
    const entries = [...plain.fields]
      .filter(([, { presence }]) => presence === "required" || random.next() < 0.5)
      .map(([name, field]) => [name, this.#random(field.shape, random, depth + 1)] as const);
    return Object.fromEntries(entries);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function without(object: Record<string, unknown>, name: string): Record<string, unknown> {
  const { [name]: _left, ...rest } = object;
  return rest;
}

/** What stands for `option` in the other version: for a whole with parts the option like it, else all it can be. */
function counterpart(option: Shape, other: Shape | undefined): Shape | undefined {
  if (other === undefined || !hasParts(option)) return other;
  return bestMatch(option, optionsOf(other)) ?? other;
}

function hasParts(shape: Shape): boolean {
  return ["array", "tuple", "object", "record", "both"].includes(resolved(shape).kind);
}

function counterpartOfKind<K extends Shape["kind"]>(
  other: Shape | undefined,
  kind: K,
): ShapeOf<K> | undefined {
  const found = optionsOf(other ?? noShape)
    .map(inside)
    .find((option): option is ShapeOf<K> => option.kind === kind);
  return found;
}

const noShape: Shape = { kind: "never", rules: [], judge: acceptNothing };

function inside(shape: Shape): Shape {
  return shape.kind === "tolerant" ? inside(resolved(shape.inner)) : resolved(shape);
}

function insideOf(other: Shape | undefined): Shape | undefined {
  return other?.kind === "tolerant" ? other.inner : other;
}
