import { describe, expect, test } from "vitest";
import {
  beginDelivery,
  type DeliveryEvent,
  type DeliveryState,
  type DeliveryStepContext,
  nextDelivery,
  type Standing,
  wakeOf,
} from "./delivery-state.ts";

const given: DeliveryStepContext = {
  nowMs: 5000,
  random: 0.5,
  backoff: { minMs: 500, maxMs: 20_000 },
  flushMs: 100,
  fetchCommandsMs: 1000,
  hasReports: false,
  isPaused: false,
};
const reported: DeliveryEvent = { type: "reported", isUrgent: false };
const urgent: DeliveryEvent = { type: "reported", isUrgent: true };
const due: DeliveryEvent = { type: "due" };
const registered: DeliveryEvent = { type: "registered" };
const answered: DeliveryEvent = { type: "answered" };
const refused: DeliveryEvent = { type: "refused" };
const failed: DeliveryEvent = { type: "failed", isDenied: false };
const closed: DeliveryEvent = { type: "closed" };

/** The state after the events; reports wait from `reported` until the server has answered or refused. */
function after(standing: Standing, ...events: DeliveryEvent[]): DeliveryState {
  let hasReports = false;
  return events.reduce<DeliveryState>(
    (state, event) => {
      if (event.type === "reported") hasReports = true;
      if (state.phase === "sending" && (event === answered || event === refused)) hasReports = false;
      return nextDelivery(state, event, { ...given, hasReports });
    },
    beginDelivery(standing, 0),
  );
}

test("a registration is sent at once, and then what waits", () => {
  expect(wakeOf(after("unregistered"))).toEqual({ atMs: 0, inBackground: false });
  expect(after("unregistered", due)).toEqual({ phase: "registering", failures: 0 });
  expect(after("unregistered", due, registered)).toMatchObject({ phase: "sending", standing: "known" });
  expect(after("unregistered", reported, due, refused)).toMatchObject({
    phase: "sending",
    standing: "unknown",
  });
  expect(after("unregistered", due, refused)).toEqual({ phase: "idle", standing: "unknown", wake: null });
});

test("reports are gathered for a while, unless one is urgent", () => {
  expect(wakeOf(after("unknown"))).toBeNull();
  expect(wakeOf(after("unknown", reported))).toEqual({ atMs: 5100, inBackground: false });
  expect(wakeOf(after("unknown", reported, urgent))).toEqual({ atMs: 5000, inBackground: false });
});

test("what is reported while a batch is in flight is gathered for the next", () => {
  const sending = after("unknown", reported, due, reported);
  expect(sending.phase).toBe("sending");
  const next = nextDelivery(sending, answered, { ...given, hasReports: true });
  expect(next).toMatchObject({ phase: "gathering", standing: "known", wake: { atMs: 5100 } });
});

test("commands are fetched, in the background, once the server knows the training", () => {
  const idle = after("unknown", reported, due, answered);
  expect(idle).toEqual({ phase: "idle", standing: "known", wake: { atMs: 6000, inBackground: true } });
  expect(nextDelivery(idle, due, given)).toMatchObject({ phase: "sending", failures: 0 });
  expect(wakeOf(after("unknown", reported, due, answered, due, refused))).toBeNull();
});

test("a trainer that is paused is kept alive by fetching commands", () => {
  const paused = { ...given, isPaused: true };
  const sending = after("unknown", reported, due);
  expect(wakeOf(nextDelivery(sending, answered, paused))).toEqual({ atMs: 6000, inBackground: false });
  const fetching = after("unknown", reported, due, answered, due);
  expect(wakeOf(nextDelivery(fetching, failed, paused))).toMatchObject({ inBackground: false });
});

test("a failed request is repeated with a growing delay, until the server answers", () => {
  const once = after("unknown", reported, due, failed);
  expect(once).toMatchObject({ phase: "retrying", failures: 1, wake: { atMs: 5500, inBackground: false } });
  const twice = after("unknown", reported, due, failed, due, failed);
  expect(twice).toMatchObject({ phase: "retrying", failures: 2, wake: { atMs: 6000 } });
  expect(after("unknown", reported, due, failed, due, answered, reported, due)).toMatchObject({
    failures: 0,
  });
});

test("a failed registration is repeated also where nothing waits, and keeps the process alive", () => {
  const retrying = after("unregistered", due, failed);
  expect(retrying).toMatchObject({ standing: "unregistered", wake: { inBackground: false } });
  expect(nextDelivery(retrying, due, given)).toEqual({ phase: "registering", failures: 1 });
});

test("a report after a failed fetch of commands is sent when the fetch would be repeated", () => {
  const retrying = after("unknown", reported, due, answered, due, failed, reported);
  expect(retrying).toMatchObject({ phase: "retrying", wake: { atMs: 5500, inBackground: false } });
});

describe("in every state", () => {
  const states: readonly DeliveryState[] = [
    after("unknown"),
    after("unregistered"),
    after("unregistered", due),
    after("unknown", reported),
    after("unknown", reported, due),
    after("unknown", reported, due, failed),
    after("unknown", reported, due, answered),
    after("unknown", reported, due, answered, due, failed),
  ];

  test.each(states)("a report leads to a wake-up or finds a request in flight: %o", (state) => {
    const next = nextDelivery(state, reported, { ...given, hasReports: true });
    const isInFlight = next.phase === "registering" || next.phase === "sending";
    expect(isInFlight || wakeOf(next)?.inBackground === false).toBe(true);
  });

  test.each(states)("nothing leads out of closed: %o", (state) => {
    const end = nextDelivery(state, closed, given);
    expect(nextDelivery(nextDelivery(end, reported, given), due, given)).toEqual({ phase: "closed" });
    expect(wakeOf(end)).toBeNull();
  });
});
