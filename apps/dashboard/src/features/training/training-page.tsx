import { useConnection, useTraining } from "@trainwire/client/react";
import { isTerminal } from "@trainwire/protocol";
import { useEffect } from "react";
import { rememberActiveTraining } from "../../shared/active-training.ts";
import { useClient } from "../../shared/client-context.tsx";
import { formatPercent } from "../../shared/format/number.ts";
import { ServerUnreachable } from "../../shared/ui/server-unreachable.tsx";
import { BackLink } from "./back-link.tsx";
import { ChartGrid } from "./charts/chart-grid.tsx";
import { EventList } from "./event-list.tsx";
import { useTrainingHistory } from "./history/use-training-history.ts";
import { TrainingHeader } from "./training-header.tsx";
import { useTrainingName } from "./use-training-name.ts";
import { WaitingForTraining } from "./waiting-for-training.tsx";

/** From the first update on, so that a reload shows the whole curve. */
const fromTheStart = { afterSeq: 0 };

/** One training, live: where it stands, its charts and its events. */
export function TrainingPage({ trainId }: { trainId: string }) {
  const client = useClient();
  const snapshot = useTraining(client, trainId, fromTheStart);
  const history = useTrainingHistory(snapshot);
  const connection = useConnection(client);
  const { state, error } = snapshot;
  const name = useTrainingName(client, trainId, state !== null);
  const known = state !== null;
  useEffect(() => {
    if (known) rememberActiveTraining(trainId);
  }, [trainId, known]);

  if (state === null) {
    const unreachable = connection.mode === "reconnecting" || connection.mode === "offline";
    return (
      <>
        <title>{`${trainId} · Trainwire`}</title>
        <BackLink />
        {unreachable ? (
          <ServerUnreachable server={client.url} />
        ) : (
          <WaitingForTraining trainId={trainId} error={error} server={client.url} />
        )}
      </>
    );
  }
  const lead = isTerminal(state.status) ? state.status : formatPercent(state.progress);
  return (
    <>
      <title>{`${lead} · ${name ?? trainId} · Trainwire`}</title>
      <BackLink />
      <TrainingHeader state={state} name={name} startedAt={history.startedAt} />
      <div className="mt-3 grid gap-3 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <ChartGrid history={history} ended={isTerminal(state.status)} />
        <EventList history={history} />
      </div>
    </>
  );
}
