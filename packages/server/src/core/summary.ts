import type { TrainingState, TrainingSummary } from "@trainwire/protocol";
import type { RunView } from "./run-view.ts";
import type { TrainingRecord } from "./training-record.ts";

/** A training as lists show it: its state, and what its record and its place in the queue add. */
export function summaryOf(record: TrainingRecord, state: TrainingState, run?: RunView): TrainingSummary {
  const { name, tags, created_at, recipe } = record;
  const queuePosition = run?.queuePosition;
  return {
    ...state,
    name,
    tags: [...tags],
    created_at,
    ...(recipe !== undefined && { recipe }),
    ...(queuePosition !== undefined && { queue_position: queuePosition }),
  };
}

/** A training as it is shown by itself: its summary, and what lists leave out. */
export function descriptionOf(record: TrainingRecord, state: TrainingState, run?: RunView): TrainingSummary {
  const { config, notes, retention, params } = record;
  return {
    ...summaryOf(record, state, run),
    ...(params && { params }),
    ...(run && { attempts: [...run.attempts] }),
    config,
    notes,
    retention,
  };
}
