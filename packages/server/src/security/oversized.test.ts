import { once } from "node:events";
import { connect } from "node:net";
import { limits } from "@trainwire/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusedHandshake, TestViewer } from "../testing/test-viewer.ts";
import { bearer, type TokenServer, tokenServer } from "../testing/token-server.ts";

let server: TokenServer;
beforeAll(async () => {
  server = await tokenServer();
});
afterAll(() => server[Symbol.asyncDispose]());

/** The status line of the answer to bytes as they are. */
async function statusOf(request: string): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk: Buffer) => {
    answer += chunk.toString("latin1");
  });
  // A peer that is still writing when it is refused may be reset.
  socket.on("error", () => undefined);
  socket.write(request, "latin1");
  await new Promise((resolve) => socket.on("close", resolve));
  return answer.slice(9, 12);
}

const big = "x".repeat(1024 * 1024);
/** More than a request's head may have, and little enough that the refusal is not lost in a reset. */
const long = "x".repeat(20 * 1024);
const close = "Host: localhost\r\nConnection: close\r\n";
const upgrade =
  "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

describe("too large", () => {
  it.each([
    ["a header", `GET /healthz HTTP/1.1\r\n${close}X-Big: ${long}\r\n\r\n`],
    ["a bearer token", `GET /api/v1/trainings HTTP/1.1\r\n${close}Authorization: Bearer ${long}\r\n\r\n`],
    ["a cookie", `GET /api/v1/trainings HTTP/1.1\r\n${close}Cookie: trainwire_session=${long}\r\n\r\n`],
    ["an address", `GET /${long} HTTP/1.1\r\n${close}\r\n`],
    ["a method", `${long} / HTTP/1.1\r\n${close}\r\n`],
    [
      "a handshake's subprotocol",
      `GET /ws HTTP/1.1\r\n${upgrade}Sec-WebSocket-Protocol: trainwire.token.${long}\r\n\r\n`,
    ],
    ["a handshake's address", `GET /ws/training/${long} HTTP/1.1\r\n${upgrade}\r\n`],
  ])("%s is refused without being read to its end, and harms nobody", async (_what, request) => {
    expect(["400", "431"]).toContain(await statusOf(request));
    expect((await server.get("/healthz")).status).toBe(200);
  });

  it("many headers, cookies and subprotocols are refused or passed over, quickly", async () => {
    const beganMs = performance.now();
    const many = (name: string, value: string) => `${name}: ${value}\r\n`.repeat(500);
    const cookies = `Cookie: ${"a=b;".repeat(3000)}trainwire_session=x\r\n`;
    const offers = `Sec-WebSocket-Protocol: trainwire.v1${",trainwire.token.eA".repeat(500)}\r\n`;
    expect(await statusOf(`GET /healthz HTTP/1.1\r\n${close}${many("X-A", "b")}\r\n`)).toBe("200");
    expect(await statusOf(`GET /api/v1/trainings HTTP/1.1\r\n${close}${cookies}\r\n`)).toBe("401");
    expect(await statusOf(`GET /ws HTTP/1.1\r\n${upgrade}${offers}\r\n`)).toBe("401");
    expect(performance.now() - beganMs).toBeLessThan(5000);
  });

  it("a body, an id and a login are answered with a typed error", async () => {
    const headers = { "content-type": "application/json" };
    const send = async (path: string, body: string) => {
      const answer = await server.ask(path, server.tokens.owner, { method: "POST", headers, body });
      return [answer.status, ((await answer.json()) as { code: string }).code];
    };
    const huge = JSON.stringify({ loss: "x".repeat(limits.maxIngestBytes) });
    expect(await send("/api/v1/trainings/run/updates", huge)).toEqual([413, "body_too_large"]);
    const json = (value: object) => JSON.stringify(value);
    expect(await send("/api/v1/session", json({ token: big + big }))).toEqual([413, "body_too_large"]);
    expect(await send("/api/v1/session", json({ token: "x".repeat(257) }))).toEqual([400, "bad_message"]);
    expect(await send("/api/v1/tokens", json({ name: "x".repeat(129), scopes: ["read"] }))).toEqual([
      400,
      "bad_message",
    ]);
    expect(await send("/api/v1/trainings", json({ train_id: "x".repeat(129) }))).toEqual([400, "bad_id"]);
    const longId = await server.ask(`/api/v1/trainings/${"x".repeat(129)}`, server.tokens.owner);
    expect([longId.status, ((await longId.json()) as { code: string }).code]).toEqual([400, "bad_id"]);
    const flat = await refusedHandshake(server.wsUrl(`/ws/training/${"x".repeat(129)}`), {
      headers: bearer(server.tokens.owner),
    });
    expect(flat).toMatchObject({ status: 400, body: { code: "bad_id" } });
  });

  it("a frame is closed with 1009", async () => {
    const options = { headers: bearer(server.tokens.owner) };
    await using viewer = new TestViewer(server.wsUrl("/ws"), [], options);
    await once(viewer.ws, "open");
    viewer.send({ type: "ping", id: "x".repeat(limits.maxFrameBytes) });
    expect((await viewer.closed).code).toBe(1009);
  });
});
