import { describe, expect, it } from "vitest";
import { matchesGlob } from "./glob.ts";

describe("a pattern", () => {
  it.each([
    ["*", ""],
    ["*", "run"],
    ["run", "run"],
    ["run*", "run"],
    ["job_*", "job_1"],
    ["*-eval", "a-eval"],
    ["*a*b", "xaxbab"],
    ["a*a", "aa"],
    ["**a", "ba"],
    ["a.b", "a.b"],
  ])("%s covers %s", (pattern, text) => {
    expect(matchesGlob(pattern, text)).toBe(true);
  });

  it.each([
    ["run", "run1"],
    ["run", "Run"],
    ["job_*", "job1"],
    ["a*a", "a"],
    ["*a*b", "ba"],
    ["a.b", "aXb"],
    ["", "a"],
    ["a", ""],
  ])("%s does not cover %s", (pattern, text) => {
    expect(matchesGlob(pattern, text)).toBe(false);
  });

  it("of nothing but stars and letters is judged in no time", () => {
    const pattern = `${"*a".repeat(63)}*b`;
    const beganMs = performance.now();
    for (let each = 0; each < 1000; each += 1) expect(matchesGlob(pattern, "a".repeat(128))).toBe(false);
    expect(performance.now() - beganMs).toBeLessThan(5000);
  });
});
