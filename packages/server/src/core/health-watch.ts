import type { Clock } from "./clock.ts";
import { TrainwireServerError } from "./errors.ts";
import { deriveHealth, healthRecord, type Judgement } from "./health.ts";
import type { Training } from "./training.ts";
import type { Trainings } from "./trainings.ts";

const checkIntervalMs = 1000;

/** What the watch goes by. */
export interface HealthWatchOptions {
  readonly clock: Clock;
  /** Is told if a change could not be stored; it is tried again at the next look. */
  readonly onError: (error: unknown) => void;
}

/**
 * Looks at every training in use once a second and records each change of health in its log.
 * @returns a function that ends the watch.
 */
export function watchHealth(trainings: Trainings, { clock, onError }: HealthWatchOptions): () => void {
  const startedAtMs = clock.nowMs();
  return clock.every(checkIntervalMs, () => {
    for (const training of trainings.inUse()) {
      check(training, { startedAtMs, nowMs: clock.nowMs() }).catch((error: unknown) => {
        // A full disk is told by readiness; told here it would be so for each training, once a second.
        if (error instanceof TrainwireServerError && error.code === "storage_unavailable") return;
        onError(error);
      });
    }
  });
}

interface Times {
  readonly startedAtMs: number;
  readonly nowMs: number;
}

async function check(training: Training, times: Times): Promise<void> {
  const change = changeOf(training, times);
  if (!change) return;
  const batch = training.begin();
  if (batch.state.complete) return;
  batch.add(healthRecord(change.health, change.reason, times.nowMs));
  await training.commit(batch);
}

/** What the health of a training has become, if it has changed. */
function changeOf(training: Training, { startedAtMs, nowMs }: Times): Judgement | undefined {
  const { state } = training.head;
  if (state.status !== "running" && state.status !== "starting") {
    // Nothing is awaited of it any more.
    return state.health === "ok" ? undefined : { health: "ok", reason: `the training is ${state.status}` };
  }
  const reportedAtMs = state.received_at === null ? 0 : Date.parse(state.received_at);
  const awaitedSinceMs = Math.max(reportedAtMs, training.awaitedSinceMs);
  if (awaitedSinceMs === 0) return undefined;
  // While the server was down nobody could report: silence counts from its start at the earliest.
  const derived = deriveHealth({
    updatedAtMs: Math.max(awaitedSinceMs, startedAtMs),
    contactAtMs: Math.max(training.lastContactAtMs, startedAtMs),
    promiseSeconds: state.expect_next_in_seconds,
    nowMs,
  });
  // "ok" is recorded where the next report is taken in, in front of it.
  if (derived.health === "ok" || derived.health === state.health) return undefined;
  // After a restart silence counts anew: what was lost stays so until its trainer is heard of.
  return state.health === "lost" && derived.health === "late" ? undefined : derived;
}
