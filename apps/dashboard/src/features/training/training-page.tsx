import { useTraining } from "@trainwire/client/react";
import { isTerminal } from "@trainwire/protocol";
import { useEffect } from "react";
import { rememberActiveTraining } from "../../shared/active-training.ts";
import { useCapability } from "../../shared/capabilities.ts";
import { useClient } from "../../shared/client-context.tsx";
import { formatPercent } from "../../shared/format/number.ts";
import { usePacedValue } from "../../shared/paced-value.ts";
import { PageTitle } from "../../shared/ui/page-title.tsx";
import { BackLink } from "./back-link.tsx";
import { countOf } from "./feed/event-log.ts";
import { useTrainingFeed } from "./feed/use-training-feed.ts";
import { TrainingHeader } from "./training-header.tsx";
import { TrainingTabs } from "./training-tabs.tsx";
import type { TrainingView } from "./training-view-state.ts";
import { UnknownTraining } from "./unknown-training.tsx";
import { useTrainingRecord } from "./use-training-record.ts";

/** What `TrainingPage` shows. */
export interface TrainingPageProps {
  readonly trainId: string;
  readonly view: TrainingView;
  readonly onView: (change: Partial<TrainingView>) => void;
}

/** The state is carried forward; nobody reads single updates here. */
const stateAlone = { keepUpdates: false };

/** One training, live. Only the title follows every update; the rest is drawn at a steady pace. */
export function TrainingPage({ trainId, view, onView }: TrainingPageProps) {
  const client = useClient();
  const { state, error } = useTraining(client, trainId, stateAlone);
  const shown = usePacedValue(state);
  const isKnown = state !== null;
  const feed = useTrainingFeed(client, trainId, state?.seq ?? null);
  const recordKey = state && `${state.attempt} ${state.status}`;
  const { record, setRecord } = useTrainingRecord(client, trainId, recordKey);
  const hasCommands = useCapability(client, "commands");
  useEffect(() => {
    if (isKnown) rememberActiveTraining(trainId);
  }, [trainId, isKnown]);

  const name = record?.name ?? null;
  const lead = state && (isTerminal(state.status) ? state.status : formatPercent(state.progress));
  return (
    <>
      <PageTitle>{[lead, name ?? trainId, "Trainwire"].filter(Boolean).join(" · ")}</PageTitle>
      <BackLink />
      {shown === null ? (
        <UnknownTraining trainId={trainId} error={error} />
      ) : (
        <>
          <TrainingHeader
            state={shown}
            record={record}
            onRecord={setRecord}
            commandChanges={hasCommands ? countOf(feed.events, "command") : null}
          />
          <TrainingTabs state={shown} record={record} feed={feed} view={view} onView={onView} />
        </>
      )}
    </>
  );
}
