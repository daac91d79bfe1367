import type { FastifyInstance } from "fastify";
import { isForTrainers, type Need, needOf, otherNeedOf } from "../../core/access-needs.ts";
import { TrainwireServerError } from "../../core/errors.ts";
import type { Grant } from "../../core/grant.ts";
import type { Client } from "./client.ts";
import type { Gate } from "./gate.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What the route needs, from the table in `core/access-needs.ts`. */
    need?: Need;
    /** What it needs instead for some bodies. */
    otherNeed?: Need;
    /** Whether trainers in containers may ask for it. */
    isForTrainers?: boolean;
  }
  interface FastifyRequest {
    /** Who sent it. */
    client: Client;
    /** What its token allows. */
    grant: Grant;
  }
}

/** Refuses what is addressed to another host, comes from a foreign page, or is none of a trainer's business. Call it before CORS and before any route. */
export function guardEntry(app: FastifyInstance, gate: Gate): void {
  app.decorateRequest("client");
  app.decorateRequest("grant");
  app.addHook("onRoute", (route) => {
    const [method = ""] = [route.method].flat();
    const need = needOf(method, route.url);
    const otherNeed = otherNeedOf(method, route.url);
    route.config = {
      ...route.config,
      ...(need && { need }),
      ...(otherNeed && { otherNeed }),
      isForTrainers: isForTrainers(method, route.url),
    };
  });
  app.addHook("onRequest", (request, reply, done) => {
    void reply.header("x-content-type-options", "nosniff");
    request.client = gate.enter(request.raw);
    if (request.client.isAtTrainers && request.routeOptions.config.isForTrainers !== true) {
      throw new TrainwireServerError("forbidden", "trainers publish here: nothing else is answered");
    }
    done();
  });
}

/** Asks each request for the token that its route needs. Call it after CORS, so that pages can read a refusal. */
export function guardRoutes(app: FastifyInstance, gate: Gate): void {
  app.addHook("onRequest", (request, _reply, done) => {
    const { need, otherNeed } = request.routeOptions.config;
    if (need === undefined) {
      if (request.is404) return done();
      throw new TrainwireServerError(
        "forbidden",
        "this route has no entry in access-needs.ts: nobody may use it",
      );
    }
    const { id } = request.params as { id?: string };
    request.grant = gate.authorize(request.raw, request.client, { need, otherNeed, trainId: id });
    done();
  });
}
