import { useMemo, useSyncExternalStore } from "react";
import type { TrainingHistory } from "../history/training-history.ts";
import { ChartCard } from "./chart-card.tsx";
import { chartsFor } from "./chart-catalogue.ts";

/** All charts of a training: the first at full width, the others side by side. */
export function ChartGrid({ history, ended }: { history: TrainingHistory; ended: boolean }) {
  const names = useSyncExternalStore(history.subscribe, () => history.names);
  const [first, ...others] = useMemo(() => chartsFor(names), [names]);
  if (first === undefined) return null;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <ChartCard history={history} chart={first} height={280} ended={ended} />
      <div className="grid gap-3 sm:grid-cols-2">
        {others.map((chart) => (
          <ChartCard key={chart.id} history={history} chart={chart} height={140} ended={ended} />
        ))}
      </div>
    </div>
  );
}
