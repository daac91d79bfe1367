import type { TrainingSnapshot } from "@trainwire/client";
import type { TrainingUpdate } from "@trainwire/protocol";
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { pacedTask } from "../../../shared/paced-task.ts";
import { TrainingHistory } from "./training-history.ts";

/** The client keeps one array per numbering, so another array means another history. */
const histories = new WeakMap<readonly TrainingUpdate[], TrainingHistory>();

function historyOf(updates: readonly TrainingUpdate[]): TrainingHistory {
  const existing = histories.get(updates);
  if (existing) return existing;
  const history = new TrainingHistory();
  histories.set(updates, history);
  return history;
}

/** The history of a followed training, fed with what each snapshot adds. */
export function useTrainingHistory(snapshot: TrainingSnapshot): TrainingHistory {
  const history = historyOf(snapshot.updates);
  useEffect(() => history.absorb(snapshot.updates), [history, snapshot]);
  return history;
}

/** Renders again when the history grew, at most ten times a second. */
export function useHistoryVersion(history: TrainingHistory): number {
  const subscribe = useCallback(
    (listener: () => void) => {
      const task = pacedTask(listener);
      const unsubscribe = history.subscribe(task.request);
      return () => {
        unsubscribe();
        task.cancel();
      };
    },
    [history],
  );
  return useSyncExternalStore(subscribe, () => history.version);
}
