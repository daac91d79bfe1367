import type { SessionAnswer } from "@trainwire/protocol";
import { expect, test } from "vitest";
import { nextSession, pagesKey, type SessionEvent, type SessionState } from "./session-state.ts";

const told = (answer: SessionAnswer | null): SessionEvent => ({ type: "told", answer });
const stranger = told({ tokens_required: true, authenticated: false });
const everybody = told({ tokens_required: false, authenticated: false });
const ada = told({ tokens_required: true, authenticated: true, name: "ada", scopes: ["read"] });
const bob = told({
  tokens_required: true,
  authenticated: true,
  name: "bob",
  scopes: ["admin"],
  train_ids: "job_*",
});
const trainer = told({ tokens_required: true, authenticated: true, name: "gpu", scopes: ["publish"] });
const ended: SessionEvent = { type: "denied", denial: "unauthorized" };

const after = (...events: SessionEvent[]): SessionState =>
  events.reduce<SessionState>(nextSession, { phase: "asking" });

test("where no token is needed the pages are open, and where one is, locked until a login", () => {
  expect(after(everybody)).toEqual({ phase: "open", known: true });
  expect(after(stranger)).toEqual({ phase: "locked", reason: "new", holder: null });
  expect(after(stranger, ada)).toEqual({
    phase: "inside",
    holder: { name: "ada", scopes: ["read"], trainIds: null },
  });
});

test("a server that does not answer locks nobody out, and takes nobody's pages away", () => {
  expect(after(told(null))).toEqual({ phase: "open", known: false });
  expect(after(ada, told(null))).toEqual(after(ada));
  expect(after(stranger, told(null))).toEqual(after(stranger));
});

test("the pages of a session that ended are kept for its holder alone", () => {
  const locked = after(ada, ended);
  expect(locked).toMatchObject({ phase: "locked", reason: "ended" });
  expect(pagesKey(locked)).toBe(pagesKey(after(ada)));
  expect(pagesKey(after(ada, ended, ada))).toBe(pagesKey(after(ada)));
  expect(pagesKey(after(ada, ended, bob))).not.toBe(pagesKey(after(ada)));
  expect(after(ada, stranger)).toEqual(locked);
});

test("after a logout no page is kept", () => {
  const left = after(ada, { type: "left" });
  expect(left).toMatchObject({ phase: "locked", reason: "left" });
  expect(pagesKey(left)).toBeNull();
  expect(after(ada, { type: "left" }, stranger, ended)).toEqual(left);
});

test("a token that may not read opens no page", () => {
  expect(after(trainer)).toEqual({ phase: "locked", reason: "forbidden", holder: null });
  expect(after(ada, { type: "denied", denial: "forbidden" })).toMatchObject({ reason: "forbidden" });
});

test("pages of a server that took up tokens are not kept", () => {
  expect(pagesKey(after(everybody, ended))).toBeNull();
});
