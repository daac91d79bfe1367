import { createServer } from "node:net";
import fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TrainerTokens } from "../core/trainer-tokens.ts";
import { trainwire } from "../plugin.ts";
import { withStoredTokens } from "../storage/token-store.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { type TestServer, testServer } from "../testing/test-server.ts";
import { refusedHandshake } from "../testing/test-viewer.ts";
import { bearer, makeTokens, type TokenTexts } from "../testing/token-server.ts";
import { TrainersListener } from "../transports/trainers-listener.ts";

/** Another address of this machine than the server's own, as that of a bridge is. */
const bridge = "127.0.0.2";
const folder = temporaryFolder();
const listener = new TrainersListener();
let tokens: TokenTexts;
let own: string;
let server: TestServer;
let url: string;

beforeAll(async () => {
  tokens = await makeTokens(folder.path);
  own = await withStoredTokens(
    folder.path,
    async (stored) => (await new TrainerTokens(stored).make("run", 1, Date.now())).token,
  );
  // Tokens are off on the server's own listener.
  server = await testServer({ dataFolder: folder.path, trainersListener: listener });
  url = await listener.open(bridge);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

interface Ask {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly method?: string;
}

async function ask(
  path: string,
  { token, body, headers, method = body === undefined ? "GET" : "POST" }: Ask = {},
) {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(token !== undefined && bearer(token)),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === "" ? {} : JSON.parse(text)) as Record<string, unknown> };
}

const updates = (id: string) => `/api/v1/trainings/${id}/updates`;

describe("on the listener for trainers in containers", () => {
  it("a trainer registers and publishes its own training, and asks for the version", async () => {
    const registered = await ask("/api/v1/trainings", { token: own, body: { train_id: "run" } });
    expect(registered).toMatchObject({ status: 201, body: { train_id: "run" } });
    const published = await ask(updates("run"), { token: own, body: { current_step: 1, loss: 2 } });
    expect(published).toMatchObject({ status: 200, body: { accepted: 1 } });
    expect(await ask("/api/v1/version", { token: own })).toMatchObject({
      status: 200,
      body: { supported: ["trainwire.v1"] },
    });
    const shown = await server.get("/api/v1/trainings/run");
    expect(await shown.json()).toMatchObject({ loss: 2 });
  });

  it("/healthz says that the server runs, and counts nothing for a trainer", async () => {
    expect(await ask("/healthz", { token: own })).toEqual({ status: 200, body: { status: "ok" } });
  });

  it("another training is refused to it, and one without a name, and to start a recipe", async () => {
    const forbidden = { status: 403, body: { code: "forbidden" } };
    expect(await ask(updates("other"), { token: own, body: { loss: 2 } })).toMatchObject(forbidden);
    expect(await ask(updates("run2"), { token: own, body: { loss: 2 } })).toMatchObject(forbidden);
    for (const body of [{ train_id: "other" }, {}, { recipe: "any" }]) {
      expect([body, await ask("/api/v1/trainings", { token: own, body })]).toMatchObject([body, forbidden]);
    }
  });

  it("whoever shows no token is refused, though the server's own listener asks for none", async () => {
    expect((await server.get("/api/v1/trainings")).status).toBe(200);
    for (const path of ["/healthz", "/api/v1/version"]) {
      expect([path, await ask(path)]).toMatchObject([path, { status: 401, body: { code: "unauthorized" } }]);
    }
    expect((await ask(updates("run"), { body: { loss: 2 } })).status).toBe(401);
    expect((await ask(updates("run"), { token: "tw_wrong", body: { loss: 2 } })).status).toBe(401);
  });

  it("every other token is refused, the owner's too", async () => {
    for (const token of Object.values(tokens)) {
      const { status } = await ask(updates("run"), { token, body: { loss: 2 } });
      expect([401, 403]).toContain(status);
    }
    expect(await ask("/healthz", { token: tokens.owner })).toMatchObject({ status: 403 });
  });

  it("both sockets are refused, with its token and without", async () => {
    for (const path of ["/ws", "/ws/training/run"]) {
      for (const headers of [{}, bearer(own), bearer(tokens.owner)]) {
        const refused = await refusedHandshake(`${url.replace("http", "ws")}${path}`, { headers });
        expect([path, refused]).toMatchObject([path, { status: 403, body: { code: "forbidden" } }]);
      }
    }
  });

  it("it is addressed by its own address alone, and no page may use it", async () => {
    const { port } = new URL(server.url);
    for (const host of ["evil.example", `127.0.0.3:${port}`, "172.17.0.1"]) {
      const answer = await rawStatus(host);
      expect([host, answer]).toEqual([host, 403]);
    }
    const page = await ask(updates("run"), {
      token: own,
      body: {},
      headers: { origin: "http://evil.example" },
    });
    expect(page).toMatchObject({ status: 403, body: { code: "forbidden_origin" } });
    expect(
      (await ask(updates("run"), { method: "OPTIONS", headers: { origin: "http://localhost:3200" } })).status,
    ).toBe(403);
  });
});

/** The status of a request to another host than the address connected to. */
async function rawStatus(host: string): Promise<number> {
  const { request } = await import("node:http");
  return new Promise((resolve, reject) => {
    request(`${url}/healthz`, { headers: { host, ...bearer(own) } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

it("every route that fastify knows is refused there but four, whatever token is shown", async () => {
  using other = temporaryFolder();
  const made = await withStoredTokens(other.path, async (stored) =>
    new TrainerTokens(stored).make("run", 1, Date.now()),
  );
  const routes: string[][] = [];
  const app = fastify();
  app.addHook("onRoute", (route) => {
    for (const method of [route.method].flat()) routes.push([method, route.url]);
  });
  const trainers = new TrainersListener();
  await app.register(trainwire, { dataFolder: other.path, trainersListener: trainers });
  await app.listen({ port: 0 });
  const base = await trainers.open(bridge);
  const passed: string[] = [];
  for (const [method = "", path = ""] of routes) {
    const writes = !["GET", "HEAD", "OPTIONS", "DELETE"].includes(method);
    const { status } = await fetch(
      `${base}${path
        .replace(":id", "run")
        .replace(/[:*]\w*/g, "/x")
        .replace("//", "/")}`,
      {
        method,
        headers: { ...bearer(made.token), ...(writes && { "content-type": "application/json" }) },
        ...(writes && { body: path.endsWith("/trainings") ? '{"train_id":"run"}' : "[]" }),
      },
    );
    if (status < 400) passed.push(`${method} ${path}`);
    else expect([method, path, status]).toEqual([method, path, 403]);
  }
  await app.close();
  expect(routes.length).toBeGreaterThan(20);
  expect(passed.filter((name) => !name.startsWith("HEAD")).sort()).toEqual([
    "GET /api/v1/version",
    "GET /healthz",
    "POST /api/v1/trainings",
    "POST /api/v1/trainings/:id/updates",
  ]);
});

describe("the listener's port", () => {
  const portOf = async (dataFolder: string) => {
    const trainers = new TrainersListener();
    await using _server = await testServer({ dataFolder, trainersListener: trainers });
    const opened = await Promise.all([trainers.open(bridge), trainers.open(bridge)]);
    expect(opened[0]).toBe(opened[1]);
    return Number(new URL(opened[0]).port);
  };

  it("is the same after a restart: trainers that still run know it", async () => {
    using data = temporaryFolder();
    const port = await portOf(data.path);
    expect(await portOf(data.path)).toBe(port);
  });

  it("is another one if somebody has taken it meanwhile", async () => {
    using data = temporaryFolder();
    const port = await portOf(data.path);
    const taker = createServer();
    await new Promise<void>((resolve) => taker.listen(port, bridge, resolve));
    const other = await portOf(data.path);
    await new Promise((resolve) => taker.close(resolve));
    expect(other).not.toBe(port);
    expect(await portOf(data.path)).toBe(other);
  });

  it("is closed with the server, and opened by nobody else", async () => {
    using data = temporaryFolder();
    const trainers = new TrainersListener();
    const closing = await testServer({ dataFolder: data.path, trainersListener: trainers });
    const address = await trainers.open(bridge);
    await closing.close();
    await expect(fetch(`${address}/healthz`)).rejects.toThrow("fetch failed");
    await closing[Symbol.asyncDispose]();
    await expect(new TrainersListener().open(bridge)).rejects.toMatchObject({ code: "shutting_down" });
  });

  it("an address that is not of this machine is refused by the system, and can be mended", async () => {
    using data = temporaryFolder();
    const trainers = new TrainersListener();
    await using _server = await testServer({ dataFolder: data.path, trainersListener: trainers });
    await expect(trainers.open("192.0.2.1")).rejects.toMatchObject({ code: "EADDRNOTAVAIL" });
    expect(await trainers.open(bridge)).toContain(bridge);
  });
});
