import type { Clock } from "./clock.ts";
import { TrainwireServerError } from "./errors.ts";
import { recordAll } from "./run-events.ts";
import type { Runner } from "./runner.ts";
import { statusRecord } from "./server-events.ts";
import type { Training } from "./training.ts";
import type { Trainings } from "./trainings.ts";

const checkIntervalMs = 1000;

/** What the watch goes by. */
export interface CancelWatchOptions {
  readonly clock: Clock;
  readonly runner: Runner;
  /** How long a trainer that the server did not start has to answer, and then to end, in milliseconds. */
  readonly graceMs: number;
  /** Is told if an end could not be stored; it is tried again at the next look. */
  readonly onError: (error: unknown) => void;
}

/**
 * Ends trainings whose trainer does not obey `cancel` in time and that the server did not start: nothing else would.
 * @returns a function that ends the watch.
 */
export function watchCancels(trainings: Trainings, options: CancelWatchOptions): () => void {
  const { clock, runner, graceMs, onError } = options;
  const startedAtMs = clock.nowMs();
  const check = async (training: Training): Promise<void> => {
    const cancel = training.cancel;
    if (!cancel || training.head.state.complete || runner.runs(training)) return;
    // While the server was down nobody could answer.
    const sinceMs = Math.max(Date.parse(cancel.changed_at), startedAtMs);
    const nowMs = clock.nowMs();
    if (nowMs < sinceMs + graceMs) return;
    const seconds = Math.round(graceMs / 1000);
    const failing =
      cancel.state === "open" ? "did not answer the cancel" : "accepted the cancel, and did not end";
    const reason = `its trainer ${failing} within ${seconds} s`;
    await recordAll(training, () => [statusRecord("cancelled", reason, nowMs)]);
  };
  return clock.every(checkIntervalMs, () => {
    for (const training of trainings.inUse()) {
      check(training).catch((error: unknown) => {
        if (error instanceof TrainwireServerError && error.code === "storage_unavailable") return;
        onError(error);
      });
    }
  });
}
