import { Link } from "@tanstack/react-router";
import { useConnection, useTrainings } from "@trainwire/client/react";
import { Plus } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { useCapability } from "../../shared/capabilities.ts";
import { useClient } from "../../shared/client-context.tsx";
import { formatCount } from "../../shared/format/number.ts";
import { usePacedValue } from "../../shared/paced-value.ts";
import { PageTitle } from "../../shared/ui/page-title.tsx";
import { ServerUnreachable } from "../../shared/ui/server-unreachable.tsx";
import { arrange, tagsOf } from "./arrange.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { FirstTraining } from "./first-training.tsx";
import { ListToolbar } from "./list-toolbar.tsx";
import type { ListView } from "./list-view.ts";
import { SparklinesContext } from "./sparkline-view.tsx";
import { Sparklines } from "./sparklines.ts";
import { TrainingsSkeleton } from "./trainings-skeleton.tsx";
import { TrainingsTable } from "./trainings-table.tsx";
import { useOlderTrainings } from "./use-older-trainings.ts";
import { useSelection } from "./use-selection.ts";

/** What `TrainingsPage` shows. */
export interface TrainingsPageProps {
  readonly view: ListView;
  readonly onView: (change: Partial<ListView>) => void;
}

/** The list of trainings, live. */
export function TrainingsPage({ view, onView }: TrainingsPageProps) {
  const client = useClient();
  const snapshot = useTrainings(client);
  const { phase, trainings: live } = usePacedValue(snapshot);
  const { trainings, readOlder, problem } = useOlderTrainings(client, live);
  const { mode } = useConnection(client);
  const [sparklines] = useState(() => new Sparklines(client));
  const hasCommands = useCapability(client, "commands");
  const hasRecipes = useCapability(client, "recipes");
  const rows = useMemo(() => arrange(trainings, view), [trainings, view]);
  const tags = useMemo(() => tagsOf(trainings), [trainings]);
  const { ids, selected, toggle, clear } = useSelection(trainings);
  const clearView = useCallback(() => onView({ q: "", statuses: [], tag: null }), [onView]);

  const running = trainings.filter((training) => training.status === "running").length;
  const known = phase === "following" || trainings.length > 0;
  const unreachable = mode === "reconnecting" || mode === "offline";
  return (
    <SparklinesContext value={sparklines}>
      <PageTitle>{running > 0 ? `${running} running · Trainwire` : "Trainings · Trainwire"}</PageTitle>
      <div className="mb-3 flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-lg font-semibold tracking-tight">Trainings</h1>
        {selected.length > 0 ? (
          <BulkBar selected={selected} hasCommands={hasCommands} onClear={clear} />
        ) : (
          trainings.length > 0 && (
            <p className="text-muted">
              {formatCount(trainings.length)} in all, {formatCount(running)} running
            </p>
          )
        )}
        {hasRecipes && (
          <Link to="/start" className="button button-primary ml-auto h-8 px-3">
            <Plus aria-hidden="true" size={14} />
            Start a training
          </Link>
        )}
      </div>
      {trainings.length > 0 && (
        <div className="mb-3">
          <ListToolbar view={view} onView={onView} tags={tags} />
        </div>
      )}
      {rows.length > 0 && (
        <TrainingsTable rows={rows} view={view} onView={onView} selected={ids} onSelect={toggle} />
      )}
      {readOlder !== null && (
        <button type="button" onClick={readOlder} className="button mt-3 h-8 px-3">
          Read older trainings
        </button>
      )}
      {problem !== null && (
        <p role="alert" className="mt-3 text-bad">
          {problem}
        </p>
      )}
      {trainings.length > 0 && rows.length === 0 && <NothingFound onClear={clearView} />}
      {known && trainings.length === 0 && <FirstTraining server={client.url} />}
      {!known && (unreachable ? <ServerUnreachable server={client.url} /> : <TrainingsSkeleton />)}
    </SparklinesContext>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <p className="card flex flex-wrap items-center gap-3 p-6 text-muted">
      No training fits the search and the filters.
      <button type="button" onClick={onClear} className="button">
        Show all
      </button>
    </p>
  );
}
