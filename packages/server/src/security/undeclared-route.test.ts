import fastify from "fastify";
import { expect, it } from "vitest";
import { openDatabase } from "../storage/sqlite/database.ts";
import { tokenStore } from "../storage/token-store.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { guardEntry, guardRoutes } from "../transports/auth/auth-hooks.ts";
import { openGate } from "../transports/auth/open-gate.ts";
import { answerError } from "../transports/rest/answer.ts";

it("a route that no entry speaks of is refused to everybody, also where tokens are off", async () => {
  using folder = temporaryFolder();
  const database = openDatabase(folder.path);
  const app = fastify();
  app.setErrorHandler(answerError);
  const gate = await openGate(
    app,
    { ...tokenStore(database), onError: () => undefined },
    { dataFolder: folder.path },
  );
  guardEntry(app, gate);
  guardRoutes(app, gate);
  app.get("/healthz", () => "declared");
  app.get("/api/v1/backdoor", () => "never");
  const headers = { host: "localhost" };
  expect((await app.inject({ url: "/healthz", headers })).body).toBe("declared");
  const answer = await app.inject({ url: "/api/v1/backdoor", headers });
  expect([answer.statusCode, answer.json().code]).toEqual([403, "forbidden"]);
  await app.close();
  database.close();
});
