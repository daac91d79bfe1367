import type { Change, TrainingState } from "@trainwire/protocol";
import type { VerifiedCheckpoint } from "./checkpoints.ts";
import { healthRecord } from "./health.ts";
import type { AttemptRecord } from "./run-record.ts";
import { statusRecord } from "./server-events.ts";
import type { Training } from "./training.ts";

/** What is recorded when an attempt begins; the first of a training is no new one. */
export function attemptRecords(
  { attempt, resumed_from, resumed_at_step }: AttemptRecord,
  { health, nowMs }: { readonly health: string; readonly nowMs: number },
): readonly Change[] {
  const starting = statusRecord("starting", "its turn has come", nowMs);
  if (attempt === 1) return [starting];
  const at = new Date(nowMs).toISOString();
  const reason =
    resumed_from === undefined
      ? "begins anew: there is no checkpoint to go on from"
      : `goes on from ${resumed_from}`;
  const event = {
    kind: "attempt",
    attempt,
    reason: reason.slice(0, 1000),
    ...(resumed_from !== undefined && { resumed_from }),
    ...(resumed_at_step !== undefined && { resumed_at_step }),
    at,
  };
  const healthy = health === "ok" ? [] : [healthRecord("ok", `attempt ${attempt} begins`, nowMs)];
  return [{ details: { event }, attempt, received_at: at }, ...healthy, starting];
}

/** The server's own record of a checkpoint that it found as it was reported. */
export function checkpointRecord({ path, bytes, sha256, step }: VerifiedCheckpoint, nowMs: number): Change {
  const at = new Date(nowMs).toISOString();
  const event = { kind: "checkpoint", path, bytes, sha256, ...(step !== undefined && { step }), at };
  return { details: { event }, received_at: at };
}

/** The server's own record of a checkpoint that was reported, and cannot be gone on from. */
export function missingCheckpointRecord(path: string, reason: string, nowMs: number): Change {
  const at = new Date(nowMs).toISOString();
  return { details: { event: { kind: "checkpoint_missing", path, reason, at } }, received_at: at };
}

/**
 * Adds records of the server's own to a training's log; none if it has ended or was deleted.
 * @throws TrainwireServerError as `Training.commit`
 */
export async function recordAll(
  training: Training,
  changesOf: (state: TrainingState) => readonly Change[],
): Promise<void> {
  const batch = training.begin();
  if (batch.state.complete || training.isDeleted) return;
  for (const change of changesOf(batch.state)) batch.add(change);
  await training.commit(batch);
}
