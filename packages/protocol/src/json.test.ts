import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { parseBoundedJson, parseJson } from "./index.ts";

/** Four megabytes: the most an ingest body may hold. */
const size = 4 * 1024 * 1024;
/** Linear work needs about a second, quadratic work hours. */
const generousMs = 10_000;

const space = fc.stringMatching(/^[ \t\n\r]{0,3}$/);
interface Written {
  readonly text: string;
  readonly value: unknown;
}

/** JSON text with bare tokens in every place a value may stand, and what it means. */
const written = fc.letrec<{ node: Written; leaf: Written; array: Written; object: Written }>((tie) => ({
  node: fc.oneof({ maxDepth: 4 }, tie("leaf"), tie("array"), tie("object")),
  leaf: fc.oneof(
    fc.constantFrom("NaN", "Infinity", "-Infinity").map((token) => ({ text: token, value: token })),
    fc
      .oneof(fc.jsonValue({ maxDepth: 0 }), fc.constantFrom('a": NaN,', "[Infinity]", "\\", '\\"', "NaN"))
      .map((value) => ({ text: JSON.stringify(value), value: JSON.parse(JSON.stringify(value)) as unknown })),
  ),
  array: fc.tuple(fc.array(tie("node"), { maxLength: 4 }), space).map(([items, gap]) => ({
    text: `[${gap}${items.map(({ text }) => text).join(`${gap},${gap}`)}${gap}]`,
    value: items.map(({ value }) => value),
  })),
  object: fc
    .tuple(fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("NaN", "-Infinity")), tie("node")), space)
    .map(([fields, gap]) => {
      const entries = Object.entries(fields);
      const texts = entries.map(
        ([name, { text }]) => `${gap}${JSON.stringify(name)}${gap}:${gap}${text}${gap}`,
      );
      return {
        text: `{${texts.join(",")}}`,
        value: Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
      };
    }),
})).node;

describe("parseJson", () => {
  it("reads any JSON as JSON.parse does", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it("reads bare tokens wherever a value may stand, and leaves strings and names alone", () => {
    fc.assert(
      fc.property(written, ({ text, value }) => {
        expect(parseJson(text)).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['{"loss":NaN}', { loss: "NaN" }],
    ['{"loss" :\n NaN }', { loss: "NaN" }],
    ["[NaN,Infinity , -Infinity]", ["NaN", "Infinity", "-Infinity"]],
    ["NaN", "NaN"],
    [' {"a":"NaN","b":NaN}', { a: "NaN", b: "NaN" }],
    ['{"a\\\\":NaN,"b\\"":[NaN]}', { "a\\": "NaN", 'b"': ["NaN"] }],
    ['{"NaN":NaN}', { NaN: "NaN" }],
  ])("reads %s", (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it.each([
    "",
    "nan",
    "inf",
    "-NaN",
    "+Infinity",
    "- Infinity",
    "--Infinity",
    "NaNs",
    "NaN NaN",
    "1NaN",
    "[NaN NaN]",
    "[NaN1]",
    "{NaN:1}",
    '{"a":1,NaN:2}',
    '{"a":1,NaN}',
    '{NaN "a":1}',
    "[NaN,]",
    '{"a":NaN',
    '{"a":"NaN}',
    '"a"NaN',
    "undefined",
    "[NaN] x",
    "\\NaN",
    '{"a":NaN"b":1}',
  ])("rejects %j", (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it("gives only JSON.parse's errors on any text", () => {
    const pieces = fc.constantFrom(
      "NaN",
      "Infinity",
      "-",
      "[",
      "]",
      "{",
      "}",
      '"',
      "\\",
      ":",
      ",",
      " ",
      "1",
      "a",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
        try {
          parseJson(parts.join(""));
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps a field named __proto__ a field", () => {
    const value = parseJson('{"__proto__":{"a":NaN}}') as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(["__proto__"]);
  });

  it.each(["[", "NaN ", "Infinity"])("gives up at once on 4 MB of %j", (piece) => {
    const text = piece.repeat(size / piece.length);
    const slices = vi.spyOn(String.prototype, "slice");
    const finds = vi.spyOn(RegExp.prototype, "exec");
    try {
      expect(() => parseJson(text)).toThrow(SyntaxError);
      expect(slices.mock.calls.length + finds.mock.calls.length).toBeLessThan(3);
    } finally {
      slices.mockRestore();
      finds.mockRestore();
    }
  });

  it.each([
    ["tokens", `[${"NaN,".repeat(size / 4 - 1)}NaN]`],
    ["white space after a token", `[NaN${" ".repeat(size)}x`],
    ["tokens far from their commas", `[${`NaN${" ".repeat(1021)},`.repeat(size / 1025)}`],
    ["quotes", `[NaN,${'"'.repeat(size)}`],
    ["backslashes", `[NaN,"${"\\".repeat(size)}`],
    ["openings", `${"[".repeat(size)}NaN`],
    ["half tokens", `[${"NaNa".repeat(size / 4)}`],
    ["minus signs", `[${"-".repeat(size)}`],
  ])("is linear in 4 MB of %s", (_what, text) => {
    const startMs = performance.now();
    try {
      parseJson(text);
    } catch (error) {
      expect(error).toBeInstanceOf(SyntaxError);
    }
    expect(performance.now() - startMs).toBeLessThan(generousMs);
  });
});

describe("parseBoundedJson", () => {
  const nested = (depth: number, inner: string) => `${"[".repeat(depth)}${inner}${"]".repeat(depth)}`;
  const long = JSON.stringify("[{".repeat(20_000));

  it("refuses a long text that is nested more than 1000 levels deep, and parses one that is not", () => {
    expect(parseBoundedJson(nested(1000, long))).toBeDefined();
    expect(() => parseBoundedJson(nested(1001, long))).toThrow("nested more than 1000 levels deep");
    expect(() => parseJson(nested(1001, `${long},NaN`))).toThrow("nested more than 1000 levels deep");
  });

  it("takes brackets within strings for letters, also behind escaped quotes", () => {
    const text = JSON.stringify({ [`\\"${"[".repeat(20_000)}`]: `${"{".repeat(2000)}\\` });
    expect(parseBoundedJson(text)).toEqual(JSON.parse(text));
  });

  it("refuses what is no JSON as JSON.parse does", () => {
    expect(() => parseBoundedJson(`"${"[".repeat(20_000)}`)).toThrow(SyntaxError);
    expect(() => parseBoundedJson("]".repeat(20_000))).toThrow(SyntaxError);
  });
});
