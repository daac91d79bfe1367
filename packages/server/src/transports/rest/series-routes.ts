import { SeriesQuery } from "@trainwire/protocol";
import type { FastifyInstance } from "fastify";
import { seriesAnswer, seriesEtag } from "../../core/series-answer.ts";
import type { Trainings } from "../../core/trainings.ts";
import { holds, readAs, readTrainId } from "./answer.ts";

/**
 * `/api/v1/trainings/{id}/series`: down-sampled series for charts. To measure it: publish 1,000,000 updates (NDJSON,
 * up to 10,000 a request), then `GET …/series?metrics=loss&points=1000`; with `from` and `to` it is a zoom.
 */
export function seriesRoutes(app: FastifyInstance, trainings: Trainings): void {
  app.get("/trainings/:id/series", async (request, reply) => {
    const query = readAs(SeriesQuery, request.query);
    const training = await trainings.get(readTrainId(request));
    void reply.header("cache-control", "no-cache");
    const known = seriesEtag(training);
    if (holds(request.headers["if-none-match"], known)) return reply.header("etag", known).code(304).send();
    const { text, etag } = await seriesAnswer(training, query);
    return reply.header("etag", etag).type("application/json; charset=utf-8").send(text);
  });
}
