import type { FastifyRequest } from "fastify";

/**
 * A signal that ends a long-poll: when its requester has gone, when the token that it was asked with ends, or when the
 * server stops.
 */
export function whileWaiting(request: FastifyRequest, stopping: AbortSignal): AbortSignal {
  const left = new AbortController();
  const letGo = request.grant.hold(() => left.abort());
  request.raw.on("close", () => {
    letGo();
    left.abort();
  });
  return AbortSignal.any([left.signal, stopping]);
}
