import type { TrainingState, TrainingSummary } from "@trainwire/protocol";
import type { TrainingRecord } from "./training-record.ts";

/** A training as lists show it: its state, and what its record adds. */
export function summaryOf(record: TrainingRecord, state: TrainingState): TrainingSummary {
  const { name, tags, created_at } = record;
  return { ...state, name, tags: [...tags], created_at };
}

/** A training as it is shown by itself: its summary, and what lists leave out. */
export function descriptionOf(record: TrainingRecord, state: TrainingState): TrainingSummary {
  const { config, notes, retention } = record;
  return { ...summaryOf(record, state), config, notes, retention };
}
