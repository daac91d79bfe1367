import { describe, expect, it } from "vitest";
import type { LogExtent } from "./log.ts";
import { countToTrim, isDue, strictest } from "./retention.ts";

const nowMs = Date.parse("2026-01-11T00:00:00.000Z");

/** A log of 10 updates of 100 bytes, one a day, the oldest 10 days old. */
const extent: LogExtent = {
  firstSeq: 5,
  seq: 14,
  bytes: 1000,
  oldest: Array.from({ length: 10 }, (_, index) => ({
    seq: index + 5,
    bytes: 100,
    receivedAt: new Date(nowMs - (10 - index) * 86_400_000).toISOString(),
  })),
};

describe("how many updates may go", () => {
  it.each([
    [{}, 0],
    [{ updates: 10 }, 0],
    [{ updates: 7 }, 3],
    [{ bytes: 1000 }, 0],
    [{ bytes: 750 }, 3],
    [{ days: 10 }, 0],
    [{ days: 7.5 }, 3],
    [{ updates: 9, bytes: 10_000, days: 4.5 }, 6],
  ])("is as the limits %o say", (retention, count) => {
    expect(countToTrim(extent, retention, nowMs)).toBe(count);
  });

  it("leaves the newest update, whatever the limits", () => {
    expect(countToTrim(extent, { updates: 1, bytes: 1, days: 0.001 }, nowMs)).toBe(9);
    expect(countToTrim({ firstSeq: 1, seq: 0, bytes: 0, oldest: [] }, { bytes: 1 }, nowMs)).toBe(0);
  });

  it("stops at an update whose age is not known", () => {
    const oldest = extent.oldest.map((update, index) => ({
      ...update,
      receivedAt: index === 2 ? null : update.receivedAt,
    }));
    expect(countToTrim({ ...extent, oldest }, { days: 1 }, nowMs)).toBe(2);
  });
});

describe("a log", () => {
  it("is trimmed once it is more than a sixteenth over a limit", () => {
    expect(isDue(extent, { updates: 9 }, nowMs)).toBe(true);
    expect(isDue({ ...extent, seq: 5 + 16 * 2 + 1 }, { updates: 32 }, nowMs)).toBe(false);
    expect(isDue({ ...extent, seq: 5 + 16 * 2 + 2 }, { updates: 32 }, nowMs)).toBe(true);
    expect(isDue(extent, { bytes: 950 }, nowMs)).toBe(false);
    expect(isDue(extent, { bytes: 900 }, nowMs)).toBe(true);
    expect(isDue(extent, { days: 10 - 1 / 48 }, nowMs)).toBe(false);
    expect(isDue(extent, { days: 10 - 1 / 12 }, nowMs)).toBe(true);
    expect(isDue(extent, {}, nowMs)).toBe(false);
  });
});

describe("two retentions", () => {
  it("hold both", () => {
    expect(strictest({ days: 3, updates: 5 }, { updates: 4, bytes: 9 })).toEqual({
      days: 3,
      updates: 4,
      bytes: 9,
    });
    expect(strictest({ days: 3 }, null)).toEqual({ days: 3 });
    expect(strictest({}, null)).toEqual({});
  });
});
