import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer } from "../server.ts";
import { refusedHandshake, TestViewer } from "../testing/test-viewer.ts";
import { bearer, type TokenServer, tokenServer } from "../testing/token-server.ts";

let server: TokenServer;
beforeAll(async () => {
  server = await tokenServer();
  await server.publish("a1", { loss: 1 }, bearer(server.tokens.publisher));
});
afterAll(() => server[Symbol.asyncDispose]());

const send = (method: string, path: string, { headers, body }: { headers?: object; body?: unknown } = {}) =>
  fetch(`${server.url}${path}`, {
    method,
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const logIn = (token: string, headers = {}) => send("POST", "/api/v1/session", { body: { token }, headers });
const session = async (headers = {}) => (await send("GET", "/api/v1/session", { headers })).json();

/** The cookie of a new session, as a browser sends it back. */
async function cookieOf(token: string): Promise<string> {
  return (await logIn(token)).headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

describe("a session", () => {
  it("is opened with a token, and its cookie is out of reach of scripts and of other sites", async () => {
    const answer = await logIn(server.tokens.narrow);
    expect(answer.status).toBe(204);
    const [cookie = ""] = answer.headers.getSetCookie();
    expect(cookie).toMatch(
      /^trainwire_session=tws_[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(cookie).not.toContain(server.tokens.narrow);
    expect(await session({ cookie: cookie.split(";")[0] })).toEqual({
      tokens_required: true,
      authenticated: true,
      name: "narrow",
      scopes: ["read", "publish", "control"],
      train_ids: "a*",
    });
    expect(await session()).toEqual({ tokens_required: true, authenticated: false });
  });

  it("allows what its token does, and no more", async () => {
    const headers = { cookie: await cookieOf(server.tokens.narrow) };
    const status = async (path: string) => (await send("GET", path, { headers })).status;
    expect([await status("/api/v1/trainings/a1"), await status("/api/v1/trainings/b1")]).toEqual([200, 403]);
    expect(await status("/api/v1/tokens")).toBe(403);
  });

  it("ends when its browser logs out, on the server too, and closes its sockets with it", async () => {
    const headers = { cookie: await cookieOf(server.tokens.reader), origin: server.url };
    await using viewer = new TestViewer(server.wsUrl("/ws/training/a1"), [], { headers });
    await viewer.next((frame) => frame.seq === 1);
    const answer = await send("DELETE", "/api/v1/session", { headers });
    expect([answer.status, answer.headers.getSetCookie()[0]]).toEqual([
      204,
      expect.stringContaining("Max-Age=0"),
    ]);
    expect(await viewer.closed).toEqual({ code: 4401, reason: "token_ended" });
    expect((await send("GET", "/api/v1/trainings", { headers })).status).toBe(401);
  });

  it("is not opened with a wrong token, and another body is refused", async () => {
    expect((await logIn("tw_wrong")).status).toBe(401);
    expect((await send("POST", "/api/v1/session", { body: {} })).status).toBe(400);
    expect((await send("POST", "/api/v1/session", { body: { token: "x".repeat(257) } })).status).toBe(400);
  });

  it("goes on after a restart", async () => {
    await using other = await tokenServer();
    const login = await fetch(`${other.url}/api/v1/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: other.tokens.reader }),
    });
    const cookie = login.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    await other.close();
    await using again = await startServer({ dataFolder: other.dataFolder, port: 0, tokens: "required" });
    expect((await fetch(`${again.url}/api/v1/trainings`, { headers: { cookie } })).status).toBe(200);
  });
});

describe("a request with a session's cookie", () => {
  it("that changes something is refused unless it names a page that may use the server", async () => {
    const cookie = await cookieOf(server.tokens.owner);
    const publish = async (headers: object) => {
      const path = "/api/v1/trainings/a1/updates";
      const answer = await send("POST", path, { headers: { cookie, ...headers }, body: { loss: 2 } });
      return [answer.status, (await answer.json()).code];
    };
    expect(await publish({})).toEqual([403, "forbidden_origin"]);
    expect(await publish({ origin: "https://evil.example" })).toEqual([403, "forbidden_origin"]);
    expect(await publish({ origin: "null" })).toEqual([403, "forbidden_origin"]);
    expect(await publish({ origin: server.url })).toEqual([200, undefined]);
    const logOut = await send("DELETE", "/api/v1/session", { headers: { cookie } });
    expect(logOut.status).toBe(403);
    expect(await session({ cookie })).toMatchObject({ authenticated: true });
  });

  it("that opens a socket is refused unless it names such a page", async () => {
    const cookie = await cookieOf(server.tokens.owner);
    const refused = await refusedHandshake(server.wsUrl("/ws"), { headers: { cookie } });
    expect(refused).toMatchObject({ status: 403, body: { code: "forbidden_origin" } });
  });
});

describe("behind a proxy that is trusted", () => {
  it("the cookie is Secure when the browser came by https, and the proxy's name is the one that counts", async () => {
    await using proxied = await tokenServer({ trustProxy: ["127.0.0.1"], allowHosts: ["ui.example"] });
    const ask = (headers: Record<string, string>) =>
      fetch(`${proxied.url}/api/v1/session`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ token: proxied.tokens.reader }),
      });
    const forwarded = { "x-forwarded-host": "ui.example", "x-forwarded-proto": "https" };
    const answer = await ask({ ...forwarded, origin: "https://ui.example" });
    expect([answer.status, answer.headers.getSetCookie()[0]]).toEqual([
      204,
      expect.stringContaining("Secure"),
    ]);
    expect((await ask({ ...forwarded, "x-forwarded-host": "evil.example" })).status).toBe(403);
  });

  it("and from no other, what is forwarded is not believed", async () => {
    const answer = await logIn(server.tokens.reader, {
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
    });
    expect(answer.headers.getSetCookie()[0]).not.toContain("Secure");
  });
});
