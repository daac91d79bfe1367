import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { TrainwireServerError } from "../core/errors.ts";
import { answerError } from "./rest/answer.ts";

/**
 * Serves the built dashboard at `/`; its own paths (`/trainings/…`) get its page, so that a reload works.
 * Anything else that no route knows is answered with `not_found`.
 * @param folder The built dashboard; without one, or where it was not built, `/` says so.
 */
export async function serveDashboard(app: FastifyInstance, folder: string | undefined): Promise<void> {
  const isBuilt = folder !== undefined && existsSync(join(folder, "index.html"));
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: folder,
      index: ["index.html"],
      setHeaders: (reply, path) => {
        const isHashed = path.includes(join(folder, "assets"));
        void reply.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
  } else {
    app.get("/", (_request, reply) =>
      reply
        .type("text/plain; charset=utf-8")
        .send("Trainwire is running, but its dashboard is not built: npm run build\n"),
    );
  }
  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    if (isBuilt && isPage(request)) return reply.header("cache-control", "no-cache").sendFile("index.html");
    return answerError(new TrainwireServerError("not_found"), request, reply);
  });
}

/** Whether a browser asks for a page, and not a program for a resource. */
function isPage(request: FastifyRequest): boolean {
  const isOurs = /^\/(api|ws|assets)(\/|$)/.test(request.url);
  return request.method === "GET" && !isOurs && (request.headers.accept ?? "").includes("text/html");
}
