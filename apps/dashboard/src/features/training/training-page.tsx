import { useTraining } from "@trainwire/client/react";
import { isTerminal } from "@trainwire/protocol";
import { useEffect } from "react";
import { rememberActiveTraining } from "../../shared/active-training.ts";
import { useClient } from "../../shared/client-context.tsx";
import { formatPercent } from "../../shared/format/number.ts";
import { usePacedValue } from "../../shared/paced-value.ts";
import { PageTitle } from "../../shared/ui/page-title.tsx";
import { BackLink } from "./back-link.tsx";
import { useTrainingHistory } from "./history/use-training-history.ts";
import { TrainingView } from "./training-view.tsx";
import { UnknownTraining } from "./unknown-training.tsx";
import { useTrainingName } from "./use-training-name.ts";

/** From the first update on, so that a reload shows the whole curve. */
const fromTheStart = { afterSeq: 0 };

/** One training, live. Only the title follows every update; the rest is drawn at a steady pace. */
export function TrainingPage({ trainId }: { trainId: string }) {
  const client = useClient();
  const snapshot = useTraining(client, trainId, fromTheStart);
  const history = useTrainingHistory(snapshot);
  const { state } = snapshot;
  const shownState = usePacedValue(state);
  const isKnown = state !== null;
  const name = useTrainingName(client, trainId, isKnown);
  useEffect(() => {
    if (isKnown) rememberActiveTraining(trainId);
  }, [trainId, isKnown]);

  const lead = state && (isTerminal(state.status) ? state.status : formatPercent(state.progress));
  return (
    <>
      <PageTitle>{[lead, name ?? trainId, "Trainwire"].filter(Boolean).join(" · ")}</PageTitle>
      <BackLink />
      {shownState === null ? (
        <UnknownTraining trainId={trainId} error={snapshot.error} />
      ) : (
        <TrainingView state={shownState} name={name} history={history} />
      )}
    </>
  );
}
