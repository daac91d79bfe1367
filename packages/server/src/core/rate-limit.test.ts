import { describe, expect, it } from "vitest";
import { RateLimit } from "./rate-limit.ts";

describe("a limit of two a minute", () => {
  it("takes two of each key, says how long to wait for the third, and begins anew", () => {
    const limit = new RateLimit(2);
    expect([limit.take("a", 0), limit.take("a", 10_000), limit.take("a", 20_000)]).toEqual([0, 0, 40]);
    expect(limit.take("b", 20_000)).toBe(0);
    expect(limit.take("a", 59_999)).toBe(1);
    expect(limit.take("a", 60_000)).toBe(0);
  });

  it("looks without counting", () => {
    const limit = new RateLimit(1);
    expect([limit.waitOf("a", 0), limit.waitOf("a", 0), limit.take("a", 0), limit.waitOf("a", 0)]).toEqual([
      0, 0, 0, 60,
    ]);
  });

  it("is not stuck when the clock is set back", () => {
    const limit = new RateLimit(1);
    limit.take("a", 1_000_000);
    expect(limit.take("a", 0)).toBe(0);
  });

  it("keeps a bounded number of keys: strangers beyond share one count", () => {
    const limit = new RateLimit(2);
    for (let key = 0; key < 100_000; key += 1) limit.take(`known-${key}`, 0);
    expect([limit.take("x", 0), limit.take("y", 0), limit.take("z", 0)]).toEqual([0, 0, 60]);
    expect(limit.take("known-7", 0)).toBe(0);
  });
});
