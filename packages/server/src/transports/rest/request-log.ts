import { type FastifyReply, type FastifyRequest, LogController } from "fastify";
import type { Client } from "../auth/client.ts";

/** What machines ask for all the time: their success is told by the metrics, and by the log at `debug` only. */
const frequentRoutes: ReadonlySet<string | undefined> = new Set([
  "/healthz",
  "/readyz",
  "/metrics",
  "/api/v1/trainings",
  "/api/v1/trainings/:id",
  "/api/v1/trainings/:id/updates",
  "/api/v1/trainings/:id/series",
]);

/**
 * Writes one line for each request when it was answered: its id, method, path, status and duration. It is written at
 * `info`, and at `debug` where it would flood the log: for what trainers, pollers and probes ask for all the time,
 * unless it failed; for the files of the dashboard; and for refusals for asking too often.
 *
 * Of the request nothing else is written: headers and queries may hold secrets.
 */
export class RequestLog extends LogController {
  override incomingRequest(): void {
    // One line a request, at its end.
  }

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const facts = {
      method: request.method,
      path: pathOf(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      peer: addressOf(request),
    };
    if (error) request.log.warn({ ...facts, err: error }, "request broken off");
    else if (isFrequent(request, reply)) request.log.debug(facts, "request");
    else request.log.info(facts, "request");
  }
}

function isFrequent(request: FastifyRequest, { statusCode }: FastifyReply): boolean {
  if (statusCode === 429) return true;
  if (statusCode >= 400) return false;
  const { url } = request.routeOptions;
  const isFile = url === "/*";
  return isFile || (frequentRoutes.has(url) && !isRegistration(request, url));
}

/** `POST /api/v1/trainings` shares its path with the list, and is worth a line. */
function isRegistration(request: FastifyRequest, url: string | undefined): boolean {
  return request.method === "POST" && url === "/api/v1/trainings";
}

/** Where it came from, by what trusted proxies say; one that is malformed was not looked at so far. */
function addressOf(request: FastifyRequest): string {
  return (request.client as Client | undefined)?.address ?? request.ip;
}

function pathOf(request: FastifyRequest): string {
  return request.url.split("?", 1)[0] ?? "";
}
