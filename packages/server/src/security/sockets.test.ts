import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusedHandshake, TestViewer } from "../testing/test-viewer.ts";
import { bearer, type TokenServer, tokenServer } from "../testing/token-server.ts";

let server: TokenServer;
beforeAll(async () => {
  server = await tokenServer();
  for (const id of ["run", "a1", "b1"])
    await server.publish(id, { loss: 1 }, bearer(server.tokens.publisher));
});
afterAll(() => server[Symbol.asyncDispose]());

const endpoints = ["/ws", "/ws/training/run", "/ws/training/none"];
const offer = (token: string) => `trainwire.token.${Buffer.from(token).toString("base64url")}`;

describe.each(endpoints)("a handshake on %s", (path) => {
  const refusal = async (headers: Record<string, string>, protocols: string[] = []) => {
    const { status, body } = await refusedHandshake(server.wsUrl(path), { headers, protocols });
    return [status, (body as { code: string }).code];
  };

  it("is refused with 401 without a token, and with one that is not valid", async () => {
    const { tokens } = server;
    const list = async () => (await server.ask("/api/v1/trainings", tokens.brief)).status;
    await expect.poll(list, { timeout: 5000 }).toBe(401);
    expect(await refusal(bearer(tokens.brief))).toEqual([401, "unauthorized"]);
    expect(await refusal({})).toEqual([401, "unauthorized"]);
    expect(await refusal(bearer("tw_wrong"))).toEqual([401, "unauthorized"]);
    expect(await refusal({}, ["trainwire.v1", offer("tw_wrong")])).toEqual([401, "unauthorized"]);
    expect(await refusal({}, ["trainwire.v1", "trainwire.token."])).toEqual([401, "unauthorized"]);
    expect(await refusal({}, ["trainwire.v1", `trainwire.token.${"x".repeat(5000)}`])).toEqual([
      401,
      "unauthorized",
    ]);
    const cookie = { cookie: "trainwire_session=tws_wrong", origin: server.url };
    expect(await refusal(cookie)).toEqual([401, "unauthorized"]);
  });

  it("takes no token from its address", async () => {
    const { tokens, wsUrl } = server;
    for (const name of ["token", "access_token", "authorization"]) {
      const { status } = await refusedHandshake(wsUrl(`${path}?${name}=${tokens.owner}`));
      expect(status).toBe(401);
    }
  });

  it("is refused with 403 with a token of another scope", async () => {
    const { publisher, controller } = server.tokens;
    expect(await refusal(bearer(publisher))).toEqual([403, "forbidden"]);
    expect(await refusal({}, ["trainwire.v1", offer(controller)])).toEqual([403, "forbidden"]);
  });

  it("is refused with 403 to a foreign page and under a foreign name, token or not", async () => {
    const token = bearer(server.tokens.owner);
    expect(await refusal({ ...token, origin: "http://evil.example" })).toEqual([403, "forbidden_origin"]);
    expect(await refusal({ ...token, host: "evil.example" })).toEqual([403, "forbidden_host"]);
  });
});

describe("a token", () => {
  it("among the subprotocols opens a socket, and is not the one that is selected", async () => {
    const protocols = ["trainwire.v1", offer(server.tokens.reader)];
    for (const offered of [protocols, protocols.toReversed()]) {
      await using viewer = await TestViewer.open(server.wsUrl("/ws"), offered);
      expect(viewer.ws.protocol).toBe("trainwire.v1");
      expect(await viewer.nextOf("welcome")).toMatchObject({
        capabilities: expect.arrayContaining(["tokens"]),
      });
    }
  });

  it("lets a program in that sends no Origin", async () => {
    await using viewer = new TestViewer(server.wsUrl("/ws/training/run"), [], {
      headers: bearer(server.tokens.reader),
    });
    expect(await viewer.next((frame) => frame.seq === 1)).toMatchObject({ loss: 1 });
  });

  it("shows the trainings that it covers, and neither the others nor whether there are any", async () => {
    const headers = bearer(server.tokens.narrow);
    await using viewer = new TestViewer(server.wsUrl("/ws"), ["trainwire.v1"], { headers });
    await viewer.nextOf("welcome");
    viewer.send({ type: "subscribe_trainings" });
    const { trainings } = await viewer.nextOf("trainings_update");
    expect(trainings).toMatchObject([{ job_id: "a1" }]);
    for (const train_id of ["b1", "no-such-training"]) {
      viewer.send({ type: "subscribe_training", train_id });
      expect(await viewer.nextOf("error")).toMatchObject({ code: "forbidden", train_id });
      viewer.send({ type: "unsubscribe_training", train_id });
      expect(await viewer.nextOf("error")).toMatchObject({ code: "forbidden", train_id });
      const refused = await refusedHandshake(server.wsUrl(`/ws/training/${train_id}`), { headers });
      expect(refused.body).toMatchObject({ code: "forbidden" });
    }
    await server.publish("b1", { loss: 2 }, bearer(server.tokens.publisher));
    await server.publish("a1", { loss: 2 }, bearer(server.tokens.publisher));
    expect((await viewer.nextOf("trainings_update"))["trainings"]).toMatchObject([{ job_id: "a1", loss: 2 }]);
    const list = await server.ask("/api/v1/trainings", server.tokens.narrow);
    expect(await list.json()).toMatchObject({ trainings: [{ job_id: "a1" }] });
  });

  it("registers only trainings that it covers", async () => {
    const register = async (body: object) => {
      const { narrow } = server.tokens;
      const init = {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      };
      return (await server.ask("/api/v1/trainings", narrow, init)).status;
    };
    expect([
      await register({}),
      await register({ train_id: "b2" }),
      await register({ train_id: "a2" }),
    ]).toEqual([403, 403, 201]);
  });
});

describe("a token that ends", () => {
  const openBoth = async (headers: Record<string, string>) => {
    const viewers = ["/ws", "/ws/training/a1"].map(
      (path) => new TestViewer(server.wsUrl(path), [], { headers }),
    );
    await Promise.all(viewers.map((viewer) => new Promise((resolve) => viewer.ws.on("open", resolve))));
    return viewers;
  };
  const make = async (body: object) => {
    const answer = await server.ask("/api/v1/tokens", server.tokens.owner, {
      method: "POST",
      body: JSON.stringify({ name: "short", scopes: ["read"], ...body }),
      headers: { "content-type": "application/json" },
    });
    return (await answer.json()) as { token: string; token_id: string };
  };
  const ended = { code: 4401, reason: "token_ended" };

  it("closes its sockets and its sessions' when it is revoked, and no other", async () => {
    const { token, token_id } = await make({});
    const login = await fetch(`${server.url}/api/v1/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token }),
    });
    const cookie = login.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const own = [...(await openBoth(bearer(token))), ...(await openBoth({ cookie, origin: server.url }))];
    const [other] = await openBoth(bearer(server.tokens.reader));
    const revoked = await server.ask(`/api/v1/tokens/${token_id}`, server.tokens.owner, { method: "DELETE" });
    expect(revoked.status).toBe(204);
    for (const viewer of own) expect(await viewer.closed).toEqual(ended);
    other?.send({ type: "ping", id: 1 });
    expect(await other?.nextOf("pong")).toMatchObject({ id: 1 });
    other?.ws.terminate();
  });

  it("closes its sockets when its time is over", async () => {
    const { token } = await make({ expires_in_seconds: 1 });
    for (const viewer of await openBoth(bearer(token))) expect(await viewer.closed).toEqual(ended);
  });
});
