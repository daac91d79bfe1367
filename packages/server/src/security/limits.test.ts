import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import type { ServerOptions } from "../server.ts";
import { testServer } from "../testing/test-server.ts";
import { refusedHandshake, TestViewer } from "../testing/test-viewer.ts";
import { bearer, tokenServer } from "../testing/token-server.ts";

/** Answers of the same request, one after the other: status, code, and whether it says when to come back. */
async function statuses(count: number, ask: () => Promise<Response>): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (let each = 0; each < count; each += 1) {
    const answer = await ask();
    const wait = Number(answer.headers.get("retry-after"));
    seen.push(
      answer.status === 429 ? [429, (await answer.json()).code, wait >= 1 && wait <= 60] : answer.status,
    );
  }
  return seen;
}
const refused = [429, "too_many_requests", true];
const limited = (options: Partial<ServerOptions>) => ({ limitLoopback: true, ...options });

describe("limits", () => {
  it("bound the requests of an address", async () => {
    await using server = await testServer(limited({ maxRequestsPerMinute: 3 }));
    expect(await statuses(4, () => server.get("/healthz"))).toEqual([200, 200, 200, refused]);
  });

  it("bound the handshakes of an address with its requests", async () => {
    await using server = await testServer(limited({ maxRequestsPerMinute: 2 }));
    await server.publish("run", { loss: 1 });
    await using _viewer = await TestViewer.open(server.wsUrl("/ws"));
    expect(await refusedHandshake(server.wsUrl("/ws"))).toMatchObject({
      status: 429,
      body: { code: "too_many_requests" },
    });
  });

  it("bound the requests with a token, and not those with another", async () => {
    await using server = await tokenServer(limited({ maxTokenRequestsPerMinute: 2 }));
    const ask = (token: string) => () => server.ask("/api/v1/trainings", token);
    expect(await statuses(3, ask(server.tokens.reader))).toEqual([200, 200, refused]);
    expect(await statuses(1, ask(server.tokens.owner))).toEqual([200]);
  });

  it("bound failed logins on loopback too, and then refuse good ones for a while", async () => {
    await using server = await tokenServer({ maxFailedLoginsPerMinute: 2 });
    const logIn = (token: string) => () =>
      fetch(`${server.url}/api/v1/session`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ token }),
      });
    expect(await statuses(3, logIn("tw_wrong"))).toEqual([401, 401, refused]);
    expect(await statuses(1, logIn(server.tokens.reader))).toEqual([refused]);
    expect(await statuses(1, () => server.ask("/api/v1/trainings", server.tokens.reader))).toEqual([200]);
  });

  it("bound the open sockets of an address, and count those that closed no more", async () => {
    await using server = await testServer(limited({ maxSocketsPerAddress: 1 }));
    const first = await TestViewer.open(server.wsUrl("/ws"));
    expect((await refusedHandshake(server.wsUrl("/ws"))).status).toBe(429);
    first.ws.close();
    await first.closed;
    await expect.poll(async () => (await server.get("/healthz")).json()).toMatchObject({ connections: 0 });
    await using _second = await TestViewer.open(server.wsUrl("/ws"));
  });

  it("bound the open connections of an address, and count those that closed no more", async () => {
    await using server = await testServer(limited({ maxConnectionsPerAddress: 1 }));
    const connection = async () => {
      const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
      socket.on("error", () => undefined);
      const closed = once(socket, "close");
      socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
      const answered = once(socket, "data").then(() => "answered");
      return { socket, closed, end: await Promise.race([answered, closed.then(() => "cut")]) };
    };
    const first = await connection();
    expect([first.end, (await connection()).end]).toEqual(["answered", "cut"]);
    first.socket.destroy();
    await first.closed;
    await expect.poll(async () => (await connection()).end).toBe("answered");
  });

  it("count no connection of a trusted proxy, which comes for all its clients", async () => {
    const options = limited({ maxConnectionsPerAddress: 1, tokens: "off", trustProxy: ["127.0.0.1"] });
    await using server = await testServer(options);
    await using _first = await TestViewer.open(server.wsUrl("/ws"));
    await using _second = await TestViewer.open(server.wsUrl("/ws"));
  });

  it("count no handshake that was refused", async () => {
    await using server = await testServer(limited({ maxSocketsPerAddress: 1 }));
    for (let each = 0; each < 3; each += 1) {
      expect((await refusedHandshake(server.wsUrl("/ws/training/none"))).status).toBe(404);
    }
    await using _viewer = await TestViewer.open(server.wsUrl("/ws"));
  });

  it("bound the open sockets with a token", async () => {
    await using server = await tokenServer(limited({ maxSocketsPerToken: 1 }));
    const options = { headers: bearer(server.tokens.reader) };
    await using first = new TestViewer(server.wsUrl("/ws"), [], options);
    await once(first.ws, "open");
    expect((await refusedHandshake(server.wsUrl("/ws"), options)).status).toBe(429);
    await using other = new TestViewer(server.wsUrl("/ws"), [], { headers: bearer(server.tokens.owner) });
    await once(other.ws, "open");
  });

  it("leave this machine alone unless they are told not to", async () => {
    await using server = await testServer({ maxRequestsPerMinute: 1, maxSocketsPerAddress: 1 });
    expect(await statuses(3, () => server.get("/healthz"))).toEqual([200, 200, 200]);
    await using _first = await TestViewer.open(server.wsUrl("/ws"));
    await using _second = await TestViewer.open(server.wsUrl("/ws"));
  });

  it("tell the clients of a trusted proxy apart, and believe no other", async () => {
    const options = limited({ maxRequestsPerMinute: 1 });
    await using proxied = await testServer({ ...options, tokens: "off", trustProxy: ["127.0.0.1"] });
    await using direct = await testServer(options);
    const ask = (server: typeof direct, address: string) => () =>
      server.get("/healthz", { "x-forwarded-for": address });
    expect(await statuses(2, ask(proxied, "203.0.113.1"))).toEqual([200, refused]);
    expect(await statuses(1, ask(proxied, "203.0.113.2"))).toEqual([200]);
    expect(await statuses(1, ask(direct, "203.0.113.1"))).toEqual([200]);
    expect(await statuses(1, ask(direct, "203.0.113.2"))).toEqual([refused]);
  });
});
