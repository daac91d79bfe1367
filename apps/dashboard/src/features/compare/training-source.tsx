import { useEffect } from "react";
import { useSeriesHistory } from "../../shared/charts/use-series-history.ts";
import type { XAxis, XRange } from "../../shared/charts/x-axis.ts";
import { useClient } from "../../shared/client-context.tsx";
import { problemText } from "../../shared/problem-text.ts";
import type { Compared } from "./use-compared.ts";

/** What `TrainingSource` reads. */
export interface TrainingSourceProps {
  readonly trainId: string;
  readonly names: readonly string[];
  readonly axis: XAxis;
  readonly range: XRange | null;
  /** From which step each attempt went on, where that is known. */
  readonly resumedAt: ReadonlyMap<number, number>;
  readonly learn: (trainId: string, news: Partial<Compared>) => void;
}

/** Reads one of the trainings that are compared, live; shows nothing itself. One stands on the page for each. */
export function TrainingSource({ trainId, names, axis, range, resumedAt, learn }: TrainingSourceProps) {
  const client = useClient();
  const { history, allNames, error } = useSeriesHistory(client, trainId, { names, axis, range, resumedAt });
  const problem = error?.message ?? null;
  useEffect(() => learn(trainId, { history }), [learn, trainId, history]);
  useEffect(() => {
    // While another answer is awaited nothing is unlearned.
    if (allNames.length > 0) learn(trainId, { names: allNames });
  }, [learn, trainId, allNames]);
  useEffect(() => learn(trainId, { problem }), [learn, trainId, problem]);
  useEffect(() => {
    const abort = new AbortController();
    client.training(trainId, { signal: abort.signal }).then(
      (record) => learn(trainId, { record }),
      (failure: unknown) => !abort.signal.aborted && learn(trainId, { problem: problemText(failure) }),
    );
    return () => abort.abort();
  }, [client, learn, trainId]);
  return null;
}
