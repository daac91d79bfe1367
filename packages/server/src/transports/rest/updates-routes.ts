import { limits, openIngestBody, UpdatesQuery } from "@trainwire/protocol";
import type { FastifyInstance } from "fastify";
import type { Clock } from "../../core/clock.ts";
import type { Counters } from "../../core/counters.ts";
import { TrainwireServerError } from "../../core/errors.ts";
import { ingest } from "../../core/ingest.ts";
import type { Log } from "../../core/log.ts";
import type { Slices } from "../../core/slices.ts";
import type { Trainings } from "../../core/trainings.ts";
import { updatesPage } from "../../core/updates-page.ts";
import { readAs, readTrainId } from "./answer.ts";
import { whileWaiting } from "./while-waiting.ts";

/** What the routes need: the trainings, their logs, turns for work that can wait, and a signal that ends long-polls. */
export interface UpdatesRoutesOptions {
  readonly trainings: Trainings;
  readonly log: Log;
  readonly counters: Counters;
  readonly slices: Slices;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
}

/** `/api/v1/trainings/{id}/updates`: trainers publish here, pollers read here. */
export function updatesRoutes(
  app: FastifyInstance,
  { trainings, log, counters, slices, clock, stopping }: UpdatesRoutesOptions,
): void {
  app.post("/trainings/:id/updates", { bodyLimit: limits.maxIngestBytes }, async (request, reply) => {
    const trainId = readTrainId(request);
    const isNdjson = /ndjson|jsonl/.test(request.headers["content-type"] ?? "");
    const body = openIngestBody((request.body as string | undefined) ?? "", isNdjson ? "ndjson" : "json");
    if (!body.ok) throw new TrainwireServerError(body.code, body.message);
    void reply.header("cache-control", "no-store");
    const context = { nowMs: clock.nowMs(), slices };
    const answer = await ingest(await trainings.findOrRegister(trainId), body.records, context);
    counters.countIngest(body.count, answer);
    return answer;
  });

  app.get("/trainings/:id/updates", async (request, reply) => {
    const query = readAs(UpdatesQuery, request.query);
    const training = await trainings.get(readTrainId(request));
    const signal = whileWaiting(request, stopping);
    const page = await updatesPage(log, training, { query, signal });
    if (!request.grant.isValid(Date.now())) throw new TrainwireServerError("unauthorized");
    return reply.type("application/json; charset=utf-8").header("cache-control", "no-store").send(page);
  });
}
