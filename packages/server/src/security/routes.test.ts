import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needOf, otherNeedOf } from "../core/access-needs.ts";
import { trainwire } from "../plugin.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { bearer, makeTokens, type TokenTexts } from "../testing/token-server.ts";

const folder = temporaryFolder();
const routes: { readonly method: string; readonly path: string }[] = [];
let app: FastifyInstance;
let tokens: TokenTexts;
let revoked: string;

/** A route's address with every parameter filled in. */
function addressOf(path: string, trainId = "run"): string {
  return path.replace(":id", trainId).replace(/:\w+/g, "none").replace("*", "icon.svg");
}

async function ask(
  route: { method: string; path: string },
  headers: Record<string, string>,
  trainId?: string,
) {
  const writes = ["POST", "PATCH"].includes(route.method);
  const answer = await app.inject({
    method: route.method as "GET",
    url: addressOf(route.path, trainId),
    headers: { host: "localhost:8000", ...(writes && { "content-type": "application/json" }), ...headers },
    ...(writes && { payload: "[]" }),
  });
  const isJson = String(answer.headers["content-type"]).includes("json") && answer.body !== "";
  return {
    status: answer.statusCode,
    headers: answer.headers,
    code: isJson ? answer.json().code : undefined,
  };
}

beforeAll(async () => {
  const dashboardFolder = join(folder.path, "dashboard");
  mkdirSync(dashboardFolder);
  writeFileSync(join(dashboardFolder, "index.html"), "<title>Trainwire</title>");
  tokens = await makeTokens(folder.path);
  app = fastify();
  app.addHook("onRoute", ({ method, url }) => {
    for (const each of [method].flat()) routes.push({ method: each, path: url });
  });
  await app.register(trainwire, { dataFolder: folder.path, dashboardFolder, tokens: "required" });
  await app.ready();
  const made = await app.inject({
    method: "POST",
    url: "/api/v1/tokens",
    headers: { host: "localhost", "content-type": "application/json", ...bearer(tokens.owner) },
    payload: { name: "gone", scopes: ["admin"] },
  });
  revoked = made.json().token;
  await app.inject({
    method: "DELETE",
    url: `/api/v1/tokens/${made.json().token_id}`,
    headers: { host: "localhost", ...bearer(tokens.owner) },
  });
  await app.inject({
    method: "POST",
    url: "/api/v1/trainings/run/updates",
    headers: { host: "localhost", "content-type": "application/json", ...bearer(tokens.owner) },
    payload: { loss: 1 },
  });
});
afterAll(async () => {
  await app.close();
  folder[Symbol.dispose]();
});

/** Every route that fastify knows, but those of this scope. */
const needing = () => routes.filter(({ method, path }) => needOf(method, path) !== "open");

describe("every route that fastify knows", () => {
  it("has an entry in the table of needs", () => {
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.filter(({ method, path }) => needOf(method, path) === undefined)).toEqual([]);
  });

  it("is refused without a token, with none that is valid, and with one that was revoked, unless it is open", async () => {
    const bad = [
      {},
      bearer("tw_wrong"),
      bearer(revoked),
      { authorization: `Basic ${tokens.owner}` },
      bearer(""),
    ];
    for (const route of needing()) {
      for (const headers of [
        ...bad,
        { cookie: "trainwire_session=tws_wrong", origin: "http://localhost:8000" },
      ]) {
        const answer = await ask(route, headers);
        expect([route, answer.status]).toEqual([route, 401]);
        expect(answer.headers["www-authenticate"]).toBe("Bearer");
        if (route.method !== "HEAD") expect(answer.code).toBe("unauthorized");
      }
    }
  });

  it("is refused with a token that has expired", async () => {
    await expect
      .poll(
        async () => (await ask({ method: "GET", path: "/api/v1/trainings" }, bearer(tokens.brief))).status,
        {
          timeout: 5000,
        },
      )
      .toBe(401);
    for (const route of needing()) expect((await ask(route, bearer(tokens.brief))).status).toBe(401);
  });

  it("is refused with a token of another scope, and lets the right one and the owner's pass", async () => {
    const byScope = { read: tokens.reader, publish: tokens.publisher, control: tokens.controller };
    for (const route of needing()) {
      const needs = [needOf(route.method, route.path), otherNeedOf(route.method, route.path)];
      for (const [scope, token] of Object.entries(byScope)) {
        const { status } = await ask(route, bearer(token));
        if (needs.some((need) => need === scope))
          expect([route, [401, 403].includes(status)]).toEqual([route, false]);
        else expect([route, scope, status]).toEqual([route, scope, 403]);
      }
      // The owner's comes last: it deletes what the others need.
      const { status } = await ask(route, bearer(tokens.owner), "owners");
      expect([route, [401, 403].includes(status)]).toEqual([route, false]);
    }
  });

  it("that is about a training is refused with a token whose pattern does not cover it", async () => {
    const about = needing().filter(({ path }) => path.includes(":id"));
    expect(about.length).toBeGreaterThan(3);
    for (const route of about) {
      for (const trainId of ["b1", "ba", "A1", "none"]) {
        const answer = await ask(route, bearer(tokens.narrow), trainId);
        expect([route, trainId, answer.status]).toEqual([route, trainId, 403]);
      }
      expect((await ask(route, bearer(tokens.narrow), "a1")).status).not.toBe(403);
    }
  });

  it("is refused to a page of another origin and under another host name, token or not", async () => {
    const ways = [{ origin: "http://evil.example" }, { host: "evil.example" }, { origin: "null" }];
    for (const route of routes) {
      for (const headers of ways) {
        const answer = await ask(route, { ...bearer(tokens.owner), ...headers });
        expect([route, headers, answer.status]).toEqual([route, headers, 403]);
      }
    }
  });
});

it("a training is published with one scope, and started from a recipe with the other", async () => {
  const start = async (token: string, payload: object) => {
    const headers = { host: "localhost", ...bearer(token) };
    const answer = await app.inject({ method: "POST", url: "/api/v1/trainings", headers, payload });
    return answer.json().code ?? answer.statusCode;
  };
  const { publisher, controller } = tokens;
  const [own, recipe] = [{ train_id: "own" }, { train_id: "started", recipe: "none" }];
  expect([await start(publisher, own), await start(controller, own)]).toEqual([201, "forbidden"]);
  expect([await start(publisher, recipe), await start(controller, recipe)]).toEqual([
    "forbidden",
    "unknown_recipe",
  ]);
});

describe("without tokens", () => {
  it("the tokens themselves still ask for an admin's", async () => {
    using open = temporaryFolder();
    const own = await makeTokens(open.path);
    const server = fastify();
    await server.register(trainwire, { dataFolder: open.path });
    const list = async (headers: Record<string, string>) =>
      (await server.inject({ url: "/api/v1/tokens", headers: { host: "localhost", ...headers } })).statusCode;
    expect([await list({}), await list(bearer(own.reader)), await list(bearer(own.owner))]).toEqual([
      401, 403, 200,
    ]);
    await server.close();
  });
});
