import type { TrainwireClient } from "@trainwire/client";
import type { TrainingSummary } from "@trainwire/protocol";
import { useCallback, useEffect, useState } from "react";

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
  const [record, setRecord] = useState<TrainingSummary | null>(null);
  useEffect(() => {
    if (key === null) return undefined;
    const abort = new AbortController();
    client.training(trainId, { signal: abort.signal }).then(
      (answered) => !abort.signal.aborted && setRecord(answered),
      // What was read before stays; the connection badge tells of a server that is gone.
      () => undefined,
    );
    return () => abort.abort();
  }, [client, trainId, key]);
  return { record, setRecord: useCallback((answered) => setRecord(answered), []) };
}
