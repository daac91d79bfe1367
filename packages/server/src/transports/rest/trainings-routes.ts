import { DeleteQuery, PatchTraining, StartTraining, TrainingsQuery } from "@trainwire/protocol";
import type { FastifyInstance } from "fastify";
import { TrainwireServerError } from "../../core/errors.ts";
import { listPage } from "../../core/list-page.ts";
import type { Runs } from "../../core/runs.ts";
import type { Trainings } from "../../core/trainings.ts";
import { holds, readAs, readBodyAs, readTrainId } from "./answer.ts";

/** `/api/v1/trainings` and `/api/v1/trainings/{id}`: the list, registration, the state for polling, changes. */
export function trainingsRoutes(app: FastifyInstance, trainings: Trainings, runs: Runs): void {
  app.get("/trainings", async (request, reply) => {
    void reply.header("cache-control", "no-store");
    const { grant } = request;
    return listPage(trainings, readAs(TrainingsQuery, request.query), {
      maySee: (id) => grant.covers(id),
      waits: () => !request.raw.socket.destroyed,
    });
  });

  app.post("/trainings", async (request, reply) => {
    const start = readBodyAs(StartTraining, request.body);
    const { recipe } = start;
    // An id that the server makes up is covered only by a token that covers all.
    request.grant.require(recipe === undefined ? "publish" : "control", start.train_id ?? "");
    const trainId = start.train_id ?? crypto.randomUUID();
    const training =
      recipe === undefined
        ? await trainings.register(trainId, start)
        : await runs.start(trainId, { ...start, recipe });
    return reply
      .code(201)
      .send({ status: "started", train_id: training.id, training_status: training.head.state.status });
  });

  app.get("/trainings/:id", async (request, reply) => {
    const training = await trainings.get(readTrainId(request));
    const { etag, description } = training;
    void reply.header("etag", etag).header("cache-control", "no-cache");
    return holds(request.headers["if-none-match"], etag) ? reply.code(304).send() : description;
  });

  app.patch("/trainings/:id", async (request, reply) => {
    const trainId = readTrainId(request);
    const { etag, description } = await trainings.change(trainId, readBodyAs(PatchTraining, request.body));
    void reply.header("etag", etag).header("cache-control", "no-cache");
    return description;
  });

  app.delete("/trainings/:id", async (request, reply) => {
    const { force } = readAs(DeleteQuery, request.query);
    const trainId = readTrainId(request);
    // Also one that says that it has paused: its trainer may be about to end.
    if (!force && runs.isAlive(trainId)) throw new TrainwireServerError("training_running");
    await trainings.delete(trainId, force);
    return reply.code(204).send();
  });
}
