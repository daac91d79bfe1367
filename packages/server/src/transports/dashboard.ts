import { existsSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import helmet, { type FastifyHelmetOptions } from "@fastify/helmet";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { TrainwireServerError } from "../core/errors.ts";
import { answerError } from "./rest/answer.ts";

/** What a browser may do with the dashboard: run and show what comes from this server, and nothing in a frame. */
const pageHeaders: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      "default-src": ["'none'"],
      "script-src": ["'self'"],
      "style-src": ["'self'"],
      "img-src": ["'self'", "data:"],
      "font-src": ["'self'"],
      "connect-src": ["'self'"],
      "manifest-src": ["'self'"],
      "base-uri": ["'none'"],
      "form-action": ["'self'"],
      "frame-ancestors": ["'none'"],
    },
  },
  xFrameOptions: { action: "deny" },
  // Whether a server is reached by https only is known to the proxy that makes it so.
  strictTransportSecurity: false,
  // Browsers heed these two over https alone, and complain of them on the console of every other page.
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
};

/**
 * Serves the built dashboard at `/`; its own paths (`/trainings/…`) get its page, so that a reload works.
 * Anything else that no route knows is answered with `not_found`.
 * @param folder The built dashboard; without one, or where it was not built, `/` says so.
 */
export async function serveDashboard(app: FastifyInstance, folder: string | undefined): Promise<void> {
  const isBuilt = folder !== undefined && existsSync(join(folder, "index.html"));
  await app.register(async (pages) => {
    await pages.register(helmet, pageHeaders);
    if (isBuilt) await serveFiles(pages, folder);
    else pages.get("/", (_request, reply) => reply.type("text/plain; charset=utf-8").send(notBuilt));
    pages.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
      if (isBuilt && isPage(request)) return reply.header("cache-control", "no-cache").sendFile("index.html");
      return answerError(new TrainwireServerError("not_found"), request, reply);
    });
  });
}

const notBuilt = "Trainwire is running, but its dashboard is not built: npm run build\n";

async function serveFiles(pages: FastifyInstance, folder: string): Promise<void> {
  await pages.register(fastifyStatic, {
    root: folder,
    index: ["index.html"],
    dotfiles: "ignore",
    allowedPath: (path) => isInside(folder, path),
    setHeaders: (reply, path) => {
      const isHashed = path.includes(join(folder, "assets"));
      void reply.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
}

/** Whether a path is that of a file in the folder, also after links were followed. */
function isInside(folder: string, path: string): boolean {
  try {
    const [root, file] = [realpathSync(folder), realpathSync(join(folder, path))];
    return file === root || file.startsWith(root + sep);
  } catch {
    // What does not exist is answered as not found.
    return true;
  }
}

/** Whether a browser asks for a page, and not a program for a resource. */
function isPage(request: FastifyRequest): boolean {
  const isOurs = /^\/(api|ws|assets)(\/|$)/.test(request.url);
  return request.method === "GET" && !isOurs && (request.headers.accept ?? "").includes("text/html");
}
