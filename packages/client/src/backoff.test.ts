import { expect, test } from "vitest";
import { boundedGrowthMs, fullJitterMs } from "./backoff.ts";

const backoff = { minMs: 500, maxMs: 20_000 };

test("the bound of the delay doubles with each failure, up to its maximum", () => {
  expect([0, 1, 2, 6, 60].map((failures) => fullJitterMs(failures, backoff, 1))).toEqual([
    500, 1000, 2000, 20_000, 20_000,
  ]);
});

test("the delay lies anywhere between none and the bound", () => {
  expect(fullJitterMs(2, backoff, 0)).toBe(0);
  expect(fullJitterMs(2, backoff, 0.25)).toBe(500);
});

test("polls slow down while they fail, and never below their own pace", () => {
  expect([0, 1, 9].map((failures) => boundedGrowthMs(failures, 2000, 20_000))).toEqual([2000, 4000, 20_000]);
  expect(boundedGrowthMs(3, 30_000, 20_000)).toBe(30_000);
});
