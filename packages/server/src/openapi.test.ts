import fastify from "fastify";
import { expect, it } from "vitest";
import { needOf } from "./core/access-needs.ts";
import { trainwire } from "./plugin.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";

interface Operation {
  readonly "x-scope"?: string;
  readonly responses: Readonly<Record<string, unknown>>;
}

/** Files of the dashboard, preflights and sockets: AsyncAPI has the last. */
const elsewhere = /^(GET|HEAD) (\/|\/\*|\/ws|\/ws\/training\/:id)$|^OPTIONS /;

async function serve() {
  const folder = temporaryFolder();
  const app = fastify();
  const routes: string[] = [];
  app.addHook("onRoute", ({ method, url }) => {
    for (const each of [method].flat()) routes.push(`${each} ${url}`);
  });
  await app.register(trainwire, { dataFolder: folder.path });
  const answer = await app.inject({ url: "/api/v1/openapi.json", headers: { host: "localhost" } });
  return {
    routes,
    document: answer.json<{ openapi: string; paths: Record<string, Record<string, Operation>> }>(),
    async [Symbol.asyncDispose]() {
      await app.close();
      folder[Symbol.dispose]();
    },
  };
}

/** Each operation of the document, by its route as Fastify writes it. */
function operationsOf(paths: Record<string, Record<string, Operation>>): Map<string, Operation> {
  const entries = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => method !== "parameters")
      .map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path.replace("{path}", "*").replace(/\{(\w+)\}/g, ":$1")}`,
        operation,
      ]),
  );
  return new Map(entries);
}

it("serves an OpenAPI document that names the routes of the server, and no other", async () => {
  await using server = await serve();
  const { routes, document } = server;
  expect(document.openapi).toBe("3.1.0");
  const served = routes.filter((route) => !elsewhere.test(route) && !route.startsWith("HEAD "));
  expect([...operationsOf(document.paths).keys()].sort()).toEqual(served.sort());
});

it("names the scope that each route needs", async () => {
  await using server = await serve();
  for (const [route, operation] of operationsOf(server.document.paths)) {
    const [method = "", path = ""] = route.split(" ");
    expect([route, operation["x-scope"] ?? "open"]).toEqual([route, needOf(method, path)]);
  }
});
