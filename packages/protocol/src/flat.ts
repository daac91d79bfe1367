import { applyUpdate, initialState, updateOf } from "./reduce.ts";
import type { TrainingUpdate } from "./server-messages.ts";
import type { FlatMessage, TrainingState } from "./state.ts";

/** The envelope form of a state: a snapshot, whose details hold every field of the flat form. */
export function toEnvelope(flat: FlatMessage): TrainingUpdate {
  return { ...updateOf(flat, flat), snapshot: true };
}

/** The flat form of a snapshot; the inverse of `toEnvelope`. A stored update needs `applyUpdate` instead. */
export function toFlat(snapshot: TrainingUpdate): TrainingState {
  return applyUpdate(initialState(snapshot.train_id, snapshot.data.details.stream_id ?? "unknown"), {
    ...snapshot,
    snapshot: true,
  });
}
