import { CommandRequest, commandNames } from "@trainwire/protocol";
import type { FastifyInstance } from "fastify";
import type { Clock } from "../../core/clock.ts";
import { isUnderWay } from "../../core/command-changes.ts";
import { tellTraining } from "../../core/command-desk.ts";
import type { Runner } from "../../core/runner.ts";
import type { Trainings } from "../../core/trainings.ts";
import { readBodyAs, readTrainId } from "./answer.ts";

/** What the routes need. */
export interface CommandsRoutesOptions {
  readonly trainings: Trainings;
  readonly runner: Runner;
  readonly clock: Clock;
}

/** `/api/v1/trainings/{id}/{pause|resume|cancel|checkpoint}` and `…/commands`: what a training is told, and was. */
export function commandsRoutes(
  app: FastifyInstance,
  { trainings, runner, clock }: CommandsRoutesOptions,
): void {
  for (const name of commandNames) {
    app.post(`/trainings/:id/${name}`, async (request, reply) => {
      const asked = readBodyAs(CommandRequest, request.body);
      const training = await trainings.get(readTrainId(request));
      const context = { runner, nowMs: clock.nowMs() };
      const command = await tellTraining(training, { ...asked, name }, context);
      const { status } = training.head.state;
      return reply
        .code(isUnderWay(command) ? 202 : 200)
        .header("cache-control", "no-store")
        .send({ train_id: training.id, training_status: status, command });
    });
  }

  app.get("/trainings/:id/commands", async (request, reply) => {
    const training = await trainings.get(readTrainId(request));
    void reply.header("cache-control", "no-store");
    return { commands: training.commands.toReversed() };
  });
}
