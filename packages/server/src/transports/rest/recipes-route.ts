import type { FastifyInstance } from "fastify";
import type { Runs } from "../../core/runs.ts";

/** `/api/v1/recipes`: what can be started. */
export function recipesRoute(app: FastifyInstance, runs: Runs): void {
  app.get("/recipes", async (_request, reply) => {
    void reply.header("cache-control", "no-store");
    return runs.recipes();
  });
}
