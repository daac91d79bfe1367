import { expect, test } from "vitest";
import { describeLink, initialConnectionState } from "./connection-state.ts";
import { type Link, type LinkEvent, nextLink, pathOf } from "./link.ts";

const backoff = { minMs: 500, maxMs: 20_000 };
const wanted: LinkEvent = { type: "wanted", hasWebSocket: true };
const opened: LinkEvent = { type: "opened" };
const retry: LinkEvent = { type: "retry_due" };
const lost = (code: number | null = null): LinkEvent => ({ type: "lost", code, reason: "gone" });

/** The link after the events, each a second after the one before. */
function after(...events: LinkEvent[]): Link {
  const begin: Link = { phase: "idle", wasLive: false };
  return events.reduce<Link>(
    (link, event, second) =>
      nextLink(link, event, { nowMs: second * 1000, random: 0.5, backoff, stableMs: 10_000 }),
    begin,
  );
}

function modeAfter(...events: LinkEvent[]): string {
  return describeLink(initialConnectionState(0), after(...events), 0).mode;
}

test("it opens when something is followed, and is live at the server's first word", () => {
  expect(modeAfter()).toBe("connecting");
  expect(modeAfter(wanted)).toBe("connecting");
  expect(modeAfter(wanted, opened)).toBe("live");
});

test("a lost connection is tried again after a random part of the backoff", () => {
  const link = after(wanted, opened, lost());
  expect(link).toMatchObject({ phase: "waiting", retryAtMs: 2250, failures: 1 });
  expect(modeAfter(wanted, opened, lost())).toBe("reconnecting");
  expect(after(wanted, opened, lost(), retry).phase).toBe("opening");
});

test("two failed opens in a row turn to polling, while the socket is tried further", () => {
  expect(pathOf(after(wanted, lost()))).toBe("none");
  expect(pathOf(after(wanted, lost(), retry, lost()))).toBe("rest");
  expect(pathOf(after(wanted, lost(), retry, lost(), retry))).toBe("rest");
  expect(pathOf(after(wanted, lost(), retry, lost(), retry, opened))).toBe("socket");
});

test("it is offline only if REST fails too, and polling again once REST answers", () => {
  const refused = [wanted, lost(), retry, lost()];
  expect(modeAfter(...refused, { type: "rest_failed" })).toBe("offline");
  expect(modeAfter(...refused, { type: "rest_failed" }, { type: "rest_answered" })).toBe("polling");
});

test("a connection that breaks at once again and again counts as failing", () => {
  const flapping = [wanted, opened, lost(), retry, opened, lost()];
  expect(after(...flapping)).toMatchObject({ phase: "waiting", failures: 2 });
  expect(modeAfter(...flapping)).toBe("polling");
});

test("a stable connection ends the growth of the backoff", () => {
  const failing = after(wanted, lost(), retry, lost(), retry);
  const context = { nowMs: 0, random: 1, backoff, stableMs: 10_000 };
  const open = nextLink(failing, opened, context);
  const closed = nextLink(open, lost(1001), { ...context, nowMs: 10_000 });
  expect(closed).toMatchObject({ phase: "waiting", failures: 0, retryAtMs: 10_500 });
});

test("a close code that asks not to connect again leads to polling, and to another try much later", () => {
  const barred = after(wanted, opened, lost(1008));
  expect(barred).toMatchObject({ phase: "barred", retryAtMs: 2000 + 0.75 * 15 * 20_000 });
  expect(describeLink(initialConnectionState(0), barred, 0)).toMatchObject({
    mode: "polling",
    retryAtMs: 227_000,
  });
  expect(after(wanted, opened, lost(1008), retry)).toMatchObject({ phase: "opening", wasLive: true });
  expect(after(wanted, opened, lost(1008), { type: "woke" }).phase).toBe("opening");
  expect(modeAfter(wanted, opened, lost(1008), retry)).toBe("polling");
  expect(modeAfter(wanted, opened, lost(1008), retry, opened)).toBe("live");
  expect(modeAfter(wanted, opened, lost(1008), { type: "unwanted" })).toBe("closed");
});

test.each([1002, 1003, 1007, 1009])("close code %i ends connecting, and polling goes on", (code) => {
  const barred = after(wanted, opened, lost(code));
  expect(barred).toMatchObject({ phase: "barred", retryAtMs: null });
  expect(after(wanted, opened, lost(code), retry, { type: "woke" })).toEqual(barred);
  expect(modeAfter(wanted, opened, lost(code))).toBe("polling");
});

test("without a WebSocket it polls from the beginning", () => {
  expect(modeAfter({ type: "wanted", hasWebSocket: false })).toBe("polling");
});

test("after sleep it does not wait out the backoff", () => {
  expect(after(wanted, opened, lost(), { type: "woke" }).phase).toBe("opening");
});

test("nothing leads out of closed", () => {
  expect(after(wanted, { type: "closed" }, wanted, opened)).toEqual({ phase: "closed" });
});

test("when nothing is followed it closes, and opens anew when something is", () => {
  expect(modeAfter(wanted, opened, { type: "unwanted" })).toBe("closed");
  expect(after(wanted, opened, { type: "unwanted" }, wanted).phase).toBe("opening");
});

test("a token that ended is not offered again: the server is asked first, and only sparsely", () => {
  const denied = after(wanted, opened, lost(4401));
  expect(denied).toMatchObject({
    phase: "denied",
    denial: "unauthorized",
    retryAtMs: 2000 + 0.75 * 15 * 20_000,
  });
  expect(pathOf(denied)).toBe("denied");
  expect(modeAfter(wanted, opened, lost(4401), retry)).toBe("unauthorized");
  expect(after(wanted, opened, lost(4401), { type: "woke" }).phase).toBe("asking");
});

test("a login leads out of denied, and nothing else but the end of following", () => {
  const denied: LinkEvent[] = [wanted, lost(), { type: "denied", denial: "forbidden" }];
  const permitted: LinkEvent = { type: "permitted", hasWebSocket: true };
  expect(modeAfter(...denied)).toBe("forbidden");
  expect(after(...denied, retry, permitted)).toMatchObject({ phase: "opening", failures: 0 });
  expect(after(...denied, permitted).phase).toBe("denied");
  expect(after(...denied, retry, { type: "unanswered" }).phase).toBe("denied");
  expect(after(...denied, retry, { type: "denied", denial: "unauthorized" })).toMatchObject({
    phase: "denied",
    denial: "unauthorized",
  });
  expect(after(...denied, { type: "unwanted" }).phase).toBe("idle");
  expect(after(wanted, lost(), permitted).phase).toBe("waiting");
});
