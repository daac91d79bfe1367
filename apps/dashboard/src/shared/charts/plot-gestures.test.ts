import { expect, test } from "vitest";
import { moved, zoomed } from "./plot-gestures.ts";

const whole = { from: 0, to: 100 };

test("a zoom keeps what is pointed at in its place", () => {
  expect(zoomed(whole, { at: 25, factor: 0.5 }, whole)).toEqual({ from: 12.5, to: 62.5 });
  expect(zoomed({ from: 40, to: 60 }, { at: 40, factor: 2 }, whole)).toEqual({ from: 40, to: 80 });
});

test("a zoom that holds everything is no range, so that what is to come is seen", () => {
  expect(zoomed({ from: 10, to: 90 }, { at: 50, factor: 2 }, whole)).toBeNull();
});

test("a range moves no further than there is something to see", () => {
  expect(moved({ from: 40, to: 60 }, 0.5, whole)).toEqual({ from: 50, to: 70 });
  expect(moved({ from: 75, to: 95 }, 0.5, whole)).toEqual({ from: 80, to: 100 });
  expect(moved({ from: 5, to: 25 }, -1, whole)).toEqual({ from: 0, to: 20 });
});
