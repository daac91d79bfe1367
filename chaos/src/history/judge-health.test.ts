import { describe, expect, it } from "vitest";
import { judgeHealth } from "./judge-health.ts";

const begin = Date.parse("2026-01-01T00:00:00Z");
const at = (seconds: number) => new Date(begin + seconds * 1000).toISOString();
const report = (seconds: number, promise?: number) => ({
  received_at: at(seconds),
  details: promise === undefined ? {} : { expect_next_in_seconds: promise },
});
const event = (seconds: number, health: string, reason: string | undefined = "why") => ({
  received_at: at(seconds),
  details: { event: { kind: "health", health, reason, at: at(seconds) } },
});

function judge(...updates: object[]) {
  const log = updates.map((data, index) => ({ seq: index + 1, text: JSON.stringify({ data }) }));
  const { findings, ...facts } = judgeHealth("run", log, "stalled");
  return { codes: findings.map(({ code }) => code), ...facts };
}

describe("the judge of health", () => {
  it("finds nothing where promises are kept, also long ones", () => {
    const verdict = judge(report(0, 5), report(4), report(9), report(10, 120), report(129, 5), report(134));
    expect(verdict).toEqual({ codes: [], overdue: 0, slowestAlarmMs: 0 });
  });

  it("takes an alarm within 10 s after a promise, and tells how long it took", () => {
    const verdict = judge(
      report(0, 5),
      event(14, "stalled"),
      event(20, "lost"),
      report(21, 5),
      event(21, "ok"),
    );
    expect(verdict).toEqual({ codes: [], overdue: 1, slowestAlarmMs: 9000 });
  });

  it.each([
    ["an alarm before its time", [report(0, 30), event(29, "stalled"), report(30)], ["false_alarm"]],
    ["no alarm", [report(0, 5), report(16)], ["no_alarm"]],
    ["an alarm that came late", [report(0, 5), event(16, "stalled"), report(17)], ["no_alarm"]],
    ["an alarm of another kind", [report(0, 5), event(14, "late"), report(15)], ["log"]],
    ["an alarm without a reason", [report(0, 5), event(14, "stalled", ""), report(15)], ["log"]],
  ])("finds %s", (_what, updates, codes) => {
    expect(judge(...updates).codes).toEqual(codes);
  });
});
