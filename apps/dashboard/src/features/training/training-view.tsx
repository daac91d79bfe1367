import { isTerminal, type TrainingState } from "@trainwire/protocol";
import { memo } from "react";
import { ChartGrid } from "./charts/chart-grid.tsx";
import { EventList } from "./event-list.tsx";
import type { TrainingHistory } from "./history/training-history.ts";
import { TrainingHeader } from "./training-header.tsx";

/** What `TrainingView` shows. */
export interface TrainingViewProps {
  readonly state: TrainingState;
  readonly name: string | null;
  readonly history: TrainingHistory;
}

/** Where a training stands, its charts and its events. */
export const TrainingView = memo(function TrainingView({ state, name, history }: TrainingViewProps) {
  return (
    <>
      <TrainingHeader state={state} name={name} startedAt={history.startedAt} />
      <div className="mt-3 grid gap-3 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <ChartGrid history={history} ended={isTerminal(state.status)} />
        <EventList history={history} />
      </div>
    </>
  );
});
