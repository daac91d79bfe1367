import { expect, test } from "vitest";
import { type Reported, updatesOf } from "../../../shared/testing/updates-of.ts";
import { EventLog } from "./event-log.ts";

function textsOf(records: readonly Reported[]): string[] {
  const log = new EventLog();
  for (const update of updatesOf(records)) log.absorb(update);
  return log.events.map((event) => event.text);
}

test("tells the server's events with their reason, and changes of status once", () => {
  expect(
    textsOf([
      { status: "running", current_step: 1 },
      { current_step: 2 },
      { event: { kind: "health", health: "late", reason: "no update for 45 s" } },
      { event: { kind: "attempt", attempt: 2, reason: "resumed" }, attempt: 2 },
      { status: "failed", event: { kind: "status", reason: "out of memory" } },
    ]),
  ).toEqual([
    "status running",
    "health late: no update for 45 s",
    "attempt 2: resumed",
    "status failed: out of memory",
  ]);
});

test("tells of an attempt that a trainer began without an event of the server", () => {
  expect(
    textsOf([{ current_step: 200 }, { current_step: 150, attempt: 2 }, { current_step: 160, attempt: 2 }]),
  ).toEqual(["status running", "attempt 2 at step 150"]);
});

test("an event is as old as the server says, not as the last report before it", () => {
  const log = new EventLog();
  const at = "2026-01-01T00:01:30.000Z";
  const records: Reported[] = [{ loss: 1 }, { event: { kind: "health", health: "late", at } }];
  for (const update of updatesOf(records)) log.absorb(update);
  expect(log.events.map((event) => event.at)).toEqual(["2026-01-01T00:00:00.000Z", at]);
});

test("tells once that a value ceased to be finite, and again after it recovered", () => {
  const diverged = (step: number): Reported => ({
    current_step: step,
    loss: null,
    nonfinite: [{ name: "loss", value: "NaN" }],
  });
  expect(
    textsOf([
      { current_step: 1, loss: 1 },
      diverged(2),
      diverged(3),
      { current_step: 4, loss: 1 },
      diverged(5),
    ]),
  ).toEqual(["status running", "loss became NaN at step 2", "loss became NaN at step 5"]);
});

test("the array of events is another one only when an event was added", () => {
  const log = new EventLog();
  const [first, second] = updatesOf([{ loss: 1 }, { loss: 2 }]);
  if (first === undefined || second === undefined) throw new TypeError("two updates expected");
  log.absorb(first);
  const before = log.events;
  log.absorb(second);
  expect(log.events).toBe(before);
});
