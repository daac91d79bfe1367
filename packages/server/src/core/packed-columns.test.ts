import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appendColumn, packColumns, unpackColumns } from "./packed-columns.ts";

const column = (length: number) => {
  const of = (value: fc.Arbitrary<number>) => fc.array(value, { minLength: length, maxLength: length });
  const progression = fc
    .tuple(fc.integer(), fc.integer({ min: -9, max: 9 }))
    .map(([base, stride]) => Array.from({ length }, (_, index) => base + index * stride));
  return fc.oneof(
    progression,
    of(fc.integer({ min: 1000, max: 1255 })),
    of(fc.integer({ min: -9, max: 60_000 })),
    of(fc.maxSafeInteger()),
    of(fc.double()),
    of(fc.constantFrom(Number.NaN, 0, -0, Number.POSITIVE_INFINITY)),
  );
};

describe("packed columns", () => {
  it("come back as they were, whatever numbers they hold", () => {
    const columns = fc
      .integer({ min: 1, max: 40 })
      .chain((length) => fc.array(column(length), { minLength: 1 }));
    fc.assert(
      fc.property(columns, (given) => {
        const back = unpackColumns(packColumns(given.map((values) => Float64Array.from(values))));
        expect(back.map((values) => [...values])).toEqual(given);
      }),
    );
  });

  it("are the same bytes whether they are packed at once or one after another", () => {
    const columns = fc
      .integer({ min: 1, max: 40 })
      .chain((length) => fc.array(column(length), { minLength: 2 }));
    fc.assert(
      fc.property(columns, (given) => {
        const all = given.map((values) => Float64Array.from(values));
        const [first = new Float64Array(), ...rest] = all;
        expect(rest.reduce(appendColumn, packColumns([first]))).toEqual(packColumns(all));
      }),
    );
  });

  it("take no byte a value for positions, one for near steps, eight for measured values", () => {
    const size = (at: (index: number) => number) =>
      packColumns([Float64Array.from({ length: 256 }, (_, index) => at(index))]).length;
    expect(size((index) => 1e6 + index)).toBe(21);
    expect(size((index) => 1e6 + (index ^ 1))).toBe(13 + 256);
    expect(size((index) => 1 / (index + 1))).toBe(5 + 8 * 256);
  });
});
