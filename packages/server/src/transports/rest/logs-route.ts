import { setTimeout as wait } from "node:timers/promises";
import { type LogsPage, LogsQuery } from "@trainwire/protocol";
import type { FastifyInstance } from "fastify";
import { TrainwireServerError } from "../../core/errors.ts";
import type { Training } from "../../core/training.ts";
import type { Trainings } from "../../core/trainings.ts";
import type { RunFolders } from "../../storage/runs/run-folders.ts";
import { readAs, readTrainId } from "./answer.ts";
import { whileWaiting } from "./while-waiting.ts";

/** How often it is looked for more while somebody waits. */
const lookMs = 200;

/** What the route needs: the trainings, their run folders, and a signal that ends long-polls. */
export interface LogsRouteOptions {
  readonly trainings: Trainings;
  readonly folders: RunFolders;
  readonly stopping: AbortSignal;
}

/** `/api/v1/trainings/{id}/logs`: what the trainer of an attempt printed, a long-poll if asked. */
export function logsRoute(app: FastifyInstance, { trainings, folders, stopping }: LogsRouteOptions): void {
  app.get("/trainings/:id/logs", async (request, reply) => {
    const query = readAs(LogsQuery, request.query);
    const training = await trainings.get(readTrainId(request));
    const signal = whileWaiting(request, stopping);
    const page = await logsPage({ training, folders, query, signal });
    if (!request.grant.isValid(Date.now())) throw new TrainwireServerError("unauthorized");
    void reply.header("cache-control", "no-store");
    return page;
  });
}

interface LogsAsk {
  readonly training: Training;
  readonly folders: RunFolders;
  readonly query: LogsQuery;
  readonly signal: AbortSignal;
}

async function logsPage({ training, folders, query, signal }: LogsAsk): Promise<LogsPage> {
  const newest = training.run?.attempts.at(-1)?.attempt;
  const attempt = query.attempt ?? newest;
  if (attempt === undefined || !training.run?.attempts.some((each) => each.attempt === attempt)) {
    throw new TrainwireServerError("not_found", "the server has started no such attempt");
  }
  const log = folders.logOf(training.id, attempt);
  const untilMs = performance.now() + query.wait_seconds * 1000;
  for (;;) {
    // Before it is read: what is printed until the end is then in the page.
    const hasEnded = training.run?.attempts.find((each) => each.attempt === attempt)?.ended_at !== undefined;
    const { from, text, nextAfter, isEnd } = await log.read(query);
    const isOver = hasEnded && isEnd;
    if (text !== "" || isOver || signal.aborted || performance.now() >= untilMs)
      return { attempt, from, text, next_after: nextAfter, ended: isOver };
    await wait(lookMs, undefined, { signal }).catch(() => undefined);
  }
}
