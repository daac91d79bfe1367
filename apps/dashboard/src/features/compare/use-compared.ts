import type { TrainingSummary } from "@trainwire/protocol";
import { useCallback, useState } from "react";
import type { SeriesHistory } from "../../shared/charts/series-history.ts";

/** What was read of one training that is compared. */
export interface Compared {
  readonly record: TrainingSummary | null;
  readonly history: SeriesHistory | null;
  readonly names: readonly string[];
  /** Why nothing was, for people. */
  readonly problem: string | null;
}

const nothing: Compared = { record: null, history: null, names: [], problem: null };

/** What was read of the trainings, by id, and the way to add to it. */
export function useCompared() {
  const [all, setAll] = useState<ReadonlyMap<string, Compared>>(new Map());
  const learn = useCallback(
    (trainId: string, news: Partial<Compared>) =>
      setAll((before) => new Map(before).set(trainId, { ...(before.get(trainId) ?? nothing), ...news })),
    [],
  );
  const of = useCallback((trainId: string): Compared => all.get(trainId) ?? nothing, [all]);
  return { of, learn };
}
