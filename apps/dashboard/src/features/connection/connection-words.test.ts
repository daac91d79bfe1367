import type { ConnectionState } from "@trainwire/client";
import { expect, test } from "vitest";
import { connectionWords } from "./connection-words.ts";

const live: ConnectionState = {
  mode: "live",
  sinceMs: 1000,
  lastMessageAtMs: 9600,
  retryAtMs: null,
  reason: null,
};

test("while live the badge says how old the newest message is", () => {
  expect(connectionWords(live, 10_000)).toMatchObject({ mode: "Live", age: "0.4 s ago", retry: null });
});

test("while reconnecting it counts down, and the age goes on growing", () => {
  const state: ConnectionState = { ...live, mode: "reconnecting", retryAtMs: 18_000 };
  expect(connectionWords(state, 10_000)).toMatchObject({ retry: "in 8 s", age: "0.4 s ago" });
  expect(connectionWords(state, 17_500)).toMatchObject({ retry: "in 1 s", age: "7.9 s ago" });
  expect(connectionWords(state, 20_000)).toMatchObject({ retry: "in 0 s", age: "10 s ago" });
});

test("offline it says when it tries again; polling it does not, since updates arrive", () => {
  const state: ConnectionState = { ...live, mode: "offline", retryAtMs: 18_000 };
  expect(connectionWords(state, 10_000).retry).toBe("retry in 8 s");
  expect(connectionWords({ ...state, mode: "polling" }, 10_000).retry).toBeNull();
});

test("before the first message no age is claimed", () => {
  const state: ConnectionState = { ...live, mode: "connecting", lastMessageAtMs: null };
  const words = connectionWords(state, 10_000);
  expect(words.age).toBeNull();
  expect(words.explanation).toContain("Nothing received yet.");
});

test("the explanation names the reason", () => {
  const state: ConnectionState = { ...live, mode: "polling", reason: "upgrade refused" };
  expect(connectionWords(state, 10_000).explanation).toContain("(upgrade refused)");
});
