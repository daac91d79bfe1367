import { supportedSubprotocols } from "@trainwire/protocol";
import type { FastifyInstance } from "fastify";
import { capabilities } from "../../core/capabilities.ts";
import type { Trainings } from "../../core/trainings.ts";
import type { Connections } from "../ws/connections.ts";

/** What the routes tell of their server. */
export interface ServiceRoutesOptions {
  readonly version: string;
  readonly trainings: Trainings;
  readonly connections: Connections;
}

/** `/healthz`, `/readyz` and `/api/v1/version`. */
export function serviceRoutes(app: FastifyInstance, options: ServiceRoutesOptions): void {
  const { version, trainings, connections } = options;

  app.get("/healthz", (_request, reply) =>
    reply.header("cache-control", "no-store").send({
      status: "ok",
      connections: connections.count,
      subscriptions: connections.subscriptionCount,
      trainings: trainings.inUseCount,
    }),
  );

  app.get("/readyz", (_request, reply) =>
    reply.header("cache-control", "no-store").send({ status: "ready" }),
  );

  app.get("/api/v1/version", (_request, reply) =>
    reply.header("cache-control", "no-cache").send({
      name: "trainwire-server",
      version,
      supported: supportedSubprotocols,
      capabilities,
    }),
  );
}
