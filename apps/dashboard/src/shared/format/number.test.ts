import { expect, test } from "vitest";
import { formatAmount, formatCount, formatMeasure, formatPercent } from "./number.ts";
import { formatGiB, formatProgressOf, formatSamplesPerSecond } from "./quantities.ts";

test.each([
  [0, "0"],
  [0.23412, "0.2341"],
  [0.5, "0.5"],
  [100, "100"],
  [-2.5, "-2.5"],
  [12_345.6, "12346"],
  [999.96, "1000"],
  [0.0003, "3e-4"],
  [0.00002045, "2.045e-5"],
  [2.5e12, "2.5e12"],
])("a measure of %d reads %s", (value, text) => {
  expect(formatMeasure(value)).toBe(text);
});

test.each([
  [3.2, "3.2"],
  [845, "845"],
  [1000, "1 k"],
  [1234, "1.23 k"],
  [999_900, "1 M"],
  [3_040_000, "3.04 M"],
  [250_000, "250 k"],
  [0, "0"],
])("an amount of %d reads %s", (value, text) => {
  expect(formatAmount(value)).toBe(text);
});

test("a percentage is rounded down, so that 100% means done", () => {
  expect(formatPercent(99.99)).toBe("99%");
  expect(formatPercent(99.99, 1)).toBe("99.9%");
  expect(formatPercent(100, 1)).toBe("100.0%");
  expect(formatPercent(29, 1)).toBe("29.0%");
});

test("quantities carry their units, and steps their total if it is known", () => {
  expect(formatSamplesPerSecond(1200)).toBe("1.2 k samples/s");
  expect(formatGiB(18.5)).toBe("18.5 GiB");
  expect(formatGiB(141.2)).toBe("141 GiB");
  expect(formatProgressOf(500, 12_000)).toBe("500 / 12,000");
  expect(formatProgressOf(500, null)).toBe("500");
  expect(formatProgressOf(null, 1000)).toBeNull();
  expect(formatCount(1_234_567)).toBe("1,234,567");
});
