import { expect, it } from "vitest";
import { type Overtime, whyOvertime } from "./run-timeouts.ts";

const base: Overtime = {
  timeouts: { start_seconds: 10, silence_seconds: 20, run_seconds: 100 },
  status: "running",
  startedAtMs: 1000,
  reportedAtMs: null,
  listeningSinceMs: 0,
  nowMs: 11_000,
};
const why = (changed: Partial<Overtime>) => whyOvertime({ ...base, ...changed });

it("an attempt is over its time only where its recipe sets one", () => {
  expect(why({ timeouts: {}, nowMs: 1e12 })).toBeUndefined();
});

it("an attempt that never reported is judged by its start, or by that of the server that listens now", () => {
  expect(why({})).toBeUndefined();
  expect(why({ nowMs: 11_001 })).toBe("no report within 10 s of its start (start_seconds)");
  expect(why({ nowMs: 11_001, reportedAtMs: 900 })).toBe(
    "no report within 10 s of its start (start_seconds)",
  );
  expect(why({ nowMs: 11_001, listeningSinceMs: 5000 })).toBeUndefined();
});

it("an attempt that reported is judged by its silence, but while it is paused", () => {
  const reported = { reportedAtMs: 2000 };
  expect(why({ ...reported, nowMs: 22_000 })).toBeUndefined();
  expect(why({ ...reported, nowMs: 22_001 })).toBe("no report for more than 20 s (silence_seconds)");
  expect(why({ ...reported, nowMs: 22_001, status: "paused" })).toBeUndefined();
  expect(why({ ...reported, nowMs: 22_001, listeningSinceMs: 9000 })).toBeUndefined();
});

it("an attempt may run for so long, whatever it reports", () => {
  expect(why({ reportedAtMs: 100_900, nowMs: 101_001 })).toBe("it ran for longer than 100 s (run_seconds)");
});
