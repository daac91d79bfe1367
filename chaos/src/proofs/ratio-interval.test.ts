import { describe, expect, it } from "vitest";
import { ratioInterval } from "./ratio-interval.ts";

describe("the interval of a ratio of pairs", () => {
  it("is a point where all pairs agree", () => {
    const { ratio, low, high } = ratioInterval([
      [2, 1],
      [4, 2],
      [6, 3],
    ]);
    expect([ratio, low, high].map((value) => value.toFixed(6))).toEqual(["2.000000", "2.000000", "2.000000"]);
  });

  it("is that of Student's t on the logarithms", () => {
    // Logarithms 0, 0.1, 0.2: mean 0.1, standard error 0.1 / sqrt 3, t of 2 degrees of freedom 4.303.
    const { ratio, low, high } = ratioInterval([0, 0.1, 0.2].map((log) => [Math.exp(log), 1] as const));
    const half = (4.303 * 0.1) / Math.sqrt(3);
    expect(Math.log(ratio)).toBeCloseTo(0.1, 10);
    expect(Math.log(low)).toBeCloseTo(0.1 - half, 10);
    expect(Math.log(high)).toBeCloseTo(0.1 + half, 10);
  });

  it("has no width to tell from one pair", () => {
    expect(ratioInterval([[2, 1]]).high).toBeNaN();
  });
});
