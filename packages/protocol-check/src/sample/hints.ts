import * as fc from "fast-check";
import { type Rule, type Shape, type UnknownFields } from "../shape/shape.ts";
import { LeafCache } from "./leaf-values.ts";
import { Random } from "./random.ts";
import { commonCharacters, commonNumbers, commonTexts } from "./texts.ts";

/** Values at which the two versions of a message may differ: what both schemas, and their code, mention. */
export interface Hints {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
  /** How many items or characters are worth a try. */
  readonly lengths: readonly number[];
  /** What was found out with these hints. */
  readonly leaves: LeafCache;
}

/** More items or characters than any sample holds. */
const longest = 5000;
const patternSamples = 25;
const maxDepth = 8;

/** Gathers the hints of some shapes. `numbers` are worth a try besides, such as the limits of a version. */
export function hintsOf(shapes: readonly Shape[], numbers: readonly number[] = []): Hints {
  const found: Found = { texts: new Set(), numbers: new Set(numbers), patterns: new Set() };
  for (const shape of shapes) gather(shape, found, 0);
  const around = [...found.numbers].flatMap((n) => [n, n - 1, n + 1, n + 0.5, -n, 2 * n, n / 2]);
  const lengths = [
    ...[...found.numbers].flatMap((n) => [n, n + 1]),
    0,
    1,
    2,
    3,
    4,
    5,
    8,
    13,
    65,
    130,
    300,
  ].filter((length) => Number.isInteger(length) && length >= 0 && length <= longest);
  const random = new Random(7);
  const texts = [
    ...[...found.texts].flatMap((text) => [
      text,
      `a${text}`,
      `${text}a`,
      `a${text}a`,
      text.toUpperCase(),
      ...neighbours(text),
    ]),
    ...[...found.patterns].flatMap(matches),
    ...commonTexts,
    ...Array.from({ length: 30 }, () => word(random)),
  ];
  return {
    texts: [...new Set(texts)],
    numbers: [
      ...new Set([...around, ...commonNumbers, ...Array.from({ length: 20 }, () => random.below(1000))]),
    ],
    leaves: new LeafCache(),
    lengths: [...new Set(lengths)].sort((a, b) => a - b),
  };
}

/** The text with one digit lower or higher: code may compare dates and numbers as texts. */
function neighbours(text: string): string[] {
  if (text.length > 40) return [];
  return [...text.matchAll(/\d/g)].flatMap(({ 0: digit, index }) =>
    [Number(digit) - 1, Number(digit) + 1]
      .filter((other) => other >= 0 && other <= 9)
      .map((other) => text.slice(0, index) + other + text.slice(index + 1)),
  );
}

interface Found {
  readonly texts: Set<string>;
  readonly numbers: Set<number>;
  readonly patterns: Set<string>;
}

function gather(shape: Shape, found: Found, depth: number): void {
  if (depth > maxDepth) return;
  for (const rule of shape.rules) gatherRule(rule, found);
  for (const inner of partsOf(shape)) gather(inner, found, depth + 1);
  if (shape.kind === "values") for (const value of shape.values) note(value, found);
  if (shape.kind !== "object") return;
  for (const { defaultJson } of shape.fields.values()) {
    if (defaultJson !== undefined) note(JSON.parse(defaultJson), found);
  }
}

function note(value: unknown, { texts, numbers }: Found): void {
  if (typeof value === "string") texts.add(value);
  if (typeof value === "number") numbers.add(value);
}

function partsOf(shape: Shape): readonly Shape[] {
  switch (shape.kind) {
    case "values":
      return shape.open ? [shape.open] : [];
    case "array":
      return [shape.element];
    case "tuple":
      return shape.rest ? [...shape.items, shape.rest] : shape.items;
    case "object":
      return [...[...shape.fields.values()].map((field) => field.shape), ...unknownShape(shape.unknown)];
    case "record":
      return [shape.key, shape.value];
    case "union":
      return shape.options;
    case "both":
      return [shape.left, shape.right];
    case "tolerant":
      return [shape.inner];
    default:
      return [];
  }
}

function unknownShape(unknown: UnknownFields): Shape[] {
  return typeof unknown === "string" ? [] : [unknown];
}

/** Code is not understood, but the texts, numbers and patterns in it are likely what it tells apart. */
function gatherRule({ kind, value }: Rule, found: Found): void {
  if (typeof value === "number") found.numbers.add(value);
  else if (kind === "pattern") found.patterns.add(value);
  else if (kind === "opaque" || kind === "format") {
    for (const [, text] of value.matchAll(/["'`]([^"'`\n]{1,80})["'`]/g)) if (text) found.texts.add(text);
    for (const [number] of value.matchAll(/\b\d+(?:\.\d+)?(?:e\d+)?\b/g)) found.numbers.add(Number(number));
    for (const [pattern] of value.matchAll(/\/(?:[^/\\\n]|\\.)+\/[a-z]*(?=\.test|\)|\.exec)/g))
      found.patterns.add(pattern);
  }
}

/** Texts that match a pattern, or do so but for one character. */
function matches(written: string): string[] {
  const pattern = patternOf(written);
  if (pattern === undefined) return [];
  const samples = [...sampleOf(pattern, "small"), ...sampleOf(pattern, "large")];
  const [shortest] = samples.toSorted((a, b) => a.length - b.length);
  if (shortest === undefined) return samples;
  const base = samples.find((text) => text.length >= 3 && text.length < 20) ?? shortest;
  const at = [...new Set([0, base.length >> 1, Math.max(0, base.length - 1)])];
  const swept = at.flatMap((index) =>
    [...commonCharacters, ""].map((char) => base.slice(0, index) + char + base.slice(index + 1)),
  );
  return [...samples, ...swept, `${base}\n`, `x${base}`, `${base}${base}`];
}

function sampleOf(pattern: RegExp, size: "small" | "large"): string[] {
  try {
    return fc.sample(fc.stringMatching(pattern, { size }), { seed: 1, numRuns: patternSamples });
  } catch {
    // Not every pattern can be run backwards; the common texts are tried all the same.
    return [];
  }
}

function patternOf(written: string): RegExp | undefined {
  const end = written.lastIndexOf("/");
  try {
    return new RegExp(written.slice(1, end), written.slice(end + 1).replace("g", ""));
  } catch {
    return undefined;
  }
}

function word(random: Random): string {
  const alphabet = random.pick(["abc", "0123456789", "abcdefXYZ01_-."]) ?? "a";
  return Array.from({ length: 1 + random.below(12) }, () => alphabet[random.below(alphabet.length)]).join("");
}
