import * as fc from "fast-check";

/** Values that have broken parsers before. */
const strange = [
  "null",
  "-1",
  "1e400",
  "9007199254740993",
  "-0",
  "NaN",
  "true",
  '""',
  "[]",
  "{}",
  '"\\u0000"',
  '"\\ud800"',
  '{"__proto__":{"a":1}}',
  '{"constructor":null}',
  '"../../etc/passwd"',
  `"${"x".repeat(5000)}"`,
  "[".repeat(2000),
  `${"[".repeat(500)}${"]".repeat(500)}`,
  "\u2028",
  "\ufeff{}",
  "{,}",
  '{"type":',
] as const;

/** A text that was good, or nearly so, before a slice of it was cut, doubled or replaced. */
export function nearly(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const slip = fc.constantFrom("cut", "double", "replace", "flip");
  return fc
    .tuple(texts, place, fc.nat({ max: 12 }), slip, fc.constantFrom(...strange))
    .map(([text, at, length, how, value]) => {
      const from = Math.floor(at * text.length);
      const [before, middle, after] = [
        text.slice(0, from),
        text.slice(from, from + length),
        text.slice(from + length),
      ];
      if (how === "cut") return before + after;
      if (how === "double") return before + middle + middle + after;
      if (how === "replace") return before + value + after;
      return before + middle.split("").toReversed().join("") + after;
    });
}

/** Good, nearly good, and random texts. */
export function texts(good: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: good },
    { weight: 4, arbitrary: nearly(good) },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.constantFrom<string>(...strange) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
  );
}

/** Ids of trainings: those the fuzzing publishes to, valid ones, and what is none. Never the bystanders'. */
export const trainIds = fc.oneof(
  fc.constantFrom("fuzz-a", "fuzz-b", "fuzz-ended"),
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/).map((id) => `z${id}`),
  fc.constantFrom(
    "",
    ".",
    "..",
    "../../etc/passwd",
    "%00",
    "a b",
    "é",
    "x".repeat(200),
    "__proto__",
    "constructor",
  ),
);
