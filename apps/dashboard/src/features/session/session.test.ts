import type { ConnectionState } from "@trainwire/client";
import type { SessionAnswer } from "@trainwire/protocol";
import { expect, test, vi } from "vitest";
import { Session } from "./session.ts";
import { type SessionApi, sessionApi } from "./session-api.ts";

const stranger: SessionAnswer = { tokens_required: true, authenticated: false };
const ada: SessionAnswer = { tokens_required: true, authenticated: true, name: "ada", scopes: ["read"] };

/** A session before a server that answers as it is told, and a client whose connection is set. */
function sessionBefore(answers: SessionAnswer[]) {
  const listeners = new Set<() => void>();
  let state: ConnectionState = {
    mode: "connecting",
    sinceMs: 0,
    lastMessageAtMs: null,
    retryAtMs: null,
    reason: null,
  };
  const ask = vi.fn(async () => answers.shift() ?? stranger);
  const api: SessionApi = {
    ask,
    logIn: async () => null,
    logOut: async () => null,
  };
  const client = {
    retry: vi.fn(),
    connection: {
      get: () => state,
      subscribe: (listener: () => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
  const become = (mode: ConnectionState["mode"], sinceMs: number): void => {
    state = { ...state, mode, sinceMs };
    for (const listener of listeners) listener();
  };
  return { session: new Session(api, client), api, ask, client, become };
}

test("a login opens the pages and lets the client try at once", async () => {
  const { session, client } = sessionBefore([stranger, ada]);
  await session.refresh();
  expect(session.get().phase).toBe("locked");
  expect(await session.logIn("tw_")).toBeNull();
  expect(session.get().phase).toBe("inside");
  expect(client.retry).toHaveBeenCalledTimes(1);
});

test("a client that is refused locks the pages; one that gets through by itself opens them, asked once", async () => {
  const { session, ask, become } = sessionBefore([ada, ada]);
  const stop = session.start();
  await vi.waitFor(() => expect(session.get().phase).toBe("inside"));
  become("unauthorized", 1);
  expect(session.get()).toMatchObject({ phase: "locked", reason: "ended" });
  become("live", 2);
  become("live", 2);
  await vi.waitFor(() => expect(session.get().phase).toBe("inside"));
  expect(ask).toHaveBeenCalledTimes(2);
  stop();
  become("unauthorized", 3);
  expect(session.get().phase).toBe("inside");
});

test("the socket that a logout closes is no session that ended", async () => {
  const { session, api, become } = sessionBefore([ada]);
  session.start();
  await vi.waitFor(() => expect(session.get().phase).toBe("inside"));
  vi.spyOn(api, "logOut").mockImplementation(async () => {
    become("unauthorized", 1);
    expect(session.get().phase).toBe("inside");
    return null;
  });
  await session.logOut();
  expect(session.get()).toMatchObject({ phase: "locked", reason: "left" });
});

test("a logout that fails changes nothing and says so", async () => {
  const { session, api } = sessionBefore([ada]);
  await session.refresh();
  const problem = { code: "unreachable", message: "The server does not answer.", retryAfterSeconds: null };
  vi.spyOn(api, "logOut").mockResolvedValue(problem);
  expect(await session.logOut()).toEqual(problem);
  expect(session.get().phase).toBe("inside");
});

test("the token is in the body of one request, and its refusal is told with code and wait", async () => {
  const asked: unknown[] = [];
  const refusing: typeof fetch = async (url, init) => {
    asked.push({ url, init });
    const body = { code: "too_many_requests", message: "wait" };
    return Response.json(body, { status: 429, headers: { "retry-after": "17" } });
  };
  const api = sessionApi(new URL("http://127.0.0.1:1/"), refusing);
  expect(await api.logIn("tw_secret")).toEqual({
    code: "too_many_requests",
    message: "wait",
    retryAfterSeconds: 17,
  });
  expect(asked[0]).toMatchObject({
    url: new URL("http://127.0.0.1:1/api/v1/session"),
    init: { method: "POST", body: '{"token":"tw_secret"}' },
  });
  expect(await api.ask()).toBeNull();
});
