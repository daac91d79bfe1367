import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";

const file = fileURLToPath(import.meta.resolve("@trainwire/protocol/openapi.json"));

/** `/api/v1/openapi.json`: the requests that this server answers, for generators and people. */
export function openApiRoute(app: FastifyInstance): void {
  const text = readFileSync(file, "utf8");
  app.get("/openapi.json", (_request, reply) =>
    reply.header("cache-control", "no-cache").type("application/json; charset=utf-8").send(text),
  );
}
