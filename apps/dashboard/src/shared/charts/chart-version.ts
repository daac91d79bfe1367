import { useCallback, useSyncExternalStore } from "react";
import { pacedTask } from "../paced-task.ts";
import type { ChartLine } from "./chart-spec.ts";

/** Renders again when one of the lines grew, at most ten times a second. */
export function useLinesVersion(lines: readonly ChartLine[]): number {
  const subscribe = useCallback(
    (listener: () => void) => {
      const task = pacedTask(listener);
      const ends = [...new Set(lines.map(({ history }) => history))].map(({ subscribe }) =>
        subscribe(task.request),
      );
      return () => {
        for (const end of ends) end();
        task.cancel();
      };
    },
    [lines],
  );
  return useSyncExternalStore(subscribe, () => lines.reduce((sum, { history }) => sum + history.version, 0));
}
