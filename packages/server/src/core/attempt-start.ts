import { memoryOn } from "./attempt-proof.ts";
import { isRetriable, TrainwireServerError } from "./errors.ts";
import type { Launcher, LaunchKey, Running } from "./launcher.ts";
import { environmentOf, programOf } from "./recipe.ts";
import type { RunBook } from "./run-book.ts";
import type { RunContext } from "./run-context.ts";
import { attemptRecords, recordAll } from "./run-events.ts";
import type { AttemptRecord } from "./run-record.ts";
import type { Training } from "./training.ts";

/** What is started, and with what. */
export interface AttemptStart {
  readonly training: Training;
  readonly book: RunBook;
  readonly launcher: Launcher;
  readonly key: LaunchKey;
  readonly context: RunContext;
}

/**
 * Starts the attempt that is noted: from the newest checkpoint, with a token of its own. A former try of it, which a
 * server that was killed left, has started nothing.
 * @returns undefined if it cannot be started here, which is noted
 */
export async function startAttempt(
  noted: AttemptRecord,
  { training, book, launcher, key, context }: AttemptStart,
): Promise<Running | undefined> {
  const { tokens, gpus, files, checkpoints, clock, environment } = context;
  const { recipe, params } = book.record;
  if (noted.token_id !== undefined) await tokens.revoke(noted.token_id);
  const checkpoint = await checkpoints.newest(training.id);
  const { token, token_id } = await tokens.make(training.id, noted.attempt, clock.nowMs());
  const before = await memoryOn(gpus, noted.gpus);
  const nowMs = clock.nowMs();
  const known: Partial<AttemptRecord> = {
    token_id,
    started_at: new Date(nowMs).toISOString(),
    ...(before && { gpu_memory_before_gb: before }),
    ...(checkpoint && { resumed_from: checkpoint.path }),
    ...(checkpoint?.step !== undefined && { resumed_at_step: checkpoint.step }),
  };
  await book.note(undefined, known);
  await recordAll(training, ({ status, health }) =>
    status === "starting" ? [] : attemptRecords({ ...noted, ...known }, { health, nowMs }),
  );
  training.awaitedSinceMs = nowMs;
  await files.prepare(training.id);
  try {
    return await launcher.start({
      ...key,
      program: programOf(recipe, params),
      env: environmentOf(recipe, params, environment),
      token,
      gpus: noted.gpus ?? [],
      resumeFrom: checkpoint?.path,
    });
  } catch (error) {
    if (isRetriable(error)) throw error;
    if (!isUnavailable(error)) context.onError(error);
    const failure = error instanceof Error ? error.message : String(error);
    const at = new Date(clock.nowMs()).toISOString();
    // What may have been started all the same is ended with what is left of the attempt.
    await book.note({ type: "exited", exit: {}, failure }, { ended_at: at });
    return undefined;
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof TrainwireServerError && error.code === "recipe_unavailable";
}
