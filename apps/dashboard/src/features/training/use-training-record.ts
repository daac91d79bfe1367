import type { TrainwireClient } from "@trainwire/client";
import type { TrainingSummary } from "@trainwire/protocol";
import { useAnswer } from "../../shared/use-answer.ts";

/** What a training's record says beside its state. */
export interface TrainingRecord {
  /** Null until it was read. */
  readonly record: TrainingSummary | null;
  /** Takes the record as a change answered it. */
  readonly setRecord: (record: TrainingSummary) => void;
}

/**
 * The record of a training: name, tags, notes, configuration, attempts. It is in no update, so it is asked for, anew
 * whenever `key` changes; null asks for nothing.
 */
export function useTrainingRecord(
  client: TrainwireClient,
  trainId: string,
  key: string | null,
): TrainingRecord {
  const { answer, setAnswer } = useAnswer(key, (signal) => client.training(trainId, { signal }));
  return { record: answer, setRecord: setAnswer };
}
