import { useConnection, useTrainings } from "@trainwire/client/react";
import { useClient } from "../../shared/client-context.tsx";
import { formatCount } from "../../shared/format/number.ts";
import { PageTitle } from "../../shared/ui/page-title.tsx";
import { ServerUnreachable } from "../../shared/ui/server-unreachable.tsx";
import { FirstTraining } from "./first-training.tsx";
import { TrainingsSkeleton } from "./trainings-skeleton.tsx";
import { TrainingsTable } from "./trainings-table.tsx";

/** The list of trainings, newest first, live. */
export function TrainingsPage() {
  const client = useClient();
  const { phase, trainings } = useTrainings(client);
  const connection = useConnection(client);
  const running = trainings.filter((training) => training.status === "running").length;
  const known = phase === "following" || trainings.length > 0;
  const unreachable = connection.mode === "reconnecting" || connection.mode === "offline";
  return (
    <>
      <PageTitle>{running > 0 ? `${running} running · Trainwire` : "Trainings · Trainwire"}</PageTitle>
      <div className="mb-3 flex min-h-8 items-baseline gap-3">
        <h1 className="text-lg font-semibold tracking-tight">Trainings</h1>
        {trainings.length > 0 && (
          <p className="text-muted">
            {formatCount(trainings.length)} in all, {formatCount(running)} running
          </p>
        )}
      </div>
      {trainings.length > 0 && <TrainingsTable trainings={trainings} />}
      {known && trainings.length === 0 && <FirstTraining server={client.url} />}
      {!known && (unreachable ? <ServerUnreachable server={client.url} /> : <TrainingsSkeleton />)}
    </>
  );
}
