import type { FastifyInstance } from "fastify";
import { countsNeed } from "../../core/access-needs.ts";
import type { Readiness } from "../../core/readiness.ts";
import type { Trainings } from "../../core/trainings.ts";
import type { Metrics } from "../../metrics/metrics.ts";
import type { Gate } from "../auth/gate.ts";
import type { Connections } from "../ws/connections.ts";

/** What the routes tell of their server. */
export interface ServiceRoutesOptions {
  readonly version: string;
  /** The versions of the protocol that it speaks, the best first. */
  readonly supported: readonly string[];
  /** What this server can do beyond the least. */
  readonly capabilities: readonly string[];
  readonly trainings: Trainings;
  readonly connections: Connections;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  readonly gate: Gate;
}

/** The paths that are answered while the server stops, too. */
export const probePaths: ReadonlySet<string> = new Set(["/healthz", "/readyz", "/metrics"]);

/** `/healthz`, `/readyz`, `/metrics` and `/api/v1/version`. */
export function serviceRoutes(app: FastifyInstance, options: ServiceRoutesOptions): void {
  const { version, supported, capabilities, trainings, connections, readiness, metrics, gate } = options;

  // That it answers at all is what it says: the event loop turns.
  app.get("/healthz", (request, reply) =>
    reply.header("cache-control", "no-store").send({
      status: "ok",
      ...(gate.isAllowed(request.raw, request.client, countsNeed) && {
        connections: connections.count,
        subscriptions: connections.subscriptionCount,
        trainings: trainings.inUseCount,
      }),
    }),
  );

  app.get("/readyz", (_request, reply) => {
    const { reasons } = readiness;
    void reply.header("cache-control", "no-store");
    return reasons.length === 0
      ? reply.send({ status: "ready" })
      : reply.code(503).send({ status: "unready", reasons });
  });

  app.get("/metrics", async (_request, reply) => {
    const text = await metrics.text();
    return reply.type(metrics.contentType).header("cache-control", "no-store").send(text);
  });

  app.get("/api/v1/version", (_request, reply) =>
    reply.header("cache-control", "no-cache").send({
      name: "trainwire-server",
      version,
      supported,
      capabilities,
    }),
  );
}
