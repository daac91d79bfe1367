import { describe, expect, it } from "vitest";
import { deriveHealth } from "./health.ts";

const at = (seconds: number) => seconds * 1000;
const healthAfter = (ageSeconds: number, extra: { silence?: number; promise?: number } = {}) =>
  deriveHealth({
    updatedAtMs: at(1000),
    contactAtMs: at(1000 + ageSeconds - (extra.silence ?? ageSeconds)),
    promiseSeconds: extra.promise,
    nowMs: at(1000 + ageSeconds),
  });

describe("health", () => {
  it.each([
    [30, {}, "ok"],
    [68, {}, "ok"],
    [69, {}, "late"],
    [308, {}, "late"],
    [309, {}, "lost"],
    [39, { promise: 30 }, "late"],
    [38, { promise: 30 }, "ok"],
    [30, { promise: 2 }, "late"],
    [31, { promise: 2 }, "lost"],
    [600, { promise: 900 }, "ok"],
  ])("%i s after the last update, with %o, is %s", (age, extra, health) => {
    expect(healthAfter(age, extra).health).toBe(health);
  });

  it("is stalled, not late, while the trainer is heard of without an update", () => {
    expect(healthAfter(69, { silence: 1 }).health).toBe("stalled");
    expect(healthAfter(9999, { silence: 1 }).health).toBe("stalled");
  });

  it("is late once the trainer that was alive is silent, also if it died at the end of its promise", () => {
    expect(healthAfter(100, { silence: 8 }).health).toBe("stalled");
    expect(healthAfter(100, { silence: 9 }).health).toBe("late");
    expect(healthAfter(39, { promise: 30, silence: 9 }).health).toBe("late");
  });

  it("says why", () => {
    expect(healthAfter(94, { promise: 30 }).reason).toBe("no update for 94 s, promised every 30 s");
  });
});
