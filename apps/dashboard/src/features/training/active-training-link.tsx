import { Link } from "@tanstack/react-router";
import { useTraining } from "@trainwire/client/react";
import { isTerminal } from "@trainwire/protocol";
import { useEffect } from "react";
import { forgetActiveTraining } from "../../shared/active-training.ts";
import { useClient } from "../../shared/client-context.tsx";
import { formatPercent } from "../../shared/format/number.ts";

/** Follows the active training from any other page, and leads back to it. Nothing while it is not known. */
export function ActiveTrainingLink({ trainId }: { trainId: string }) {
  const { state, error } = useTraining(useClient(), trainId, { keepUpdates: false });
  const isGone = error?.code === "unknown_training" || error?.code === "forbidden";
  useEffect(() => {
    if (isGone) forgetActiveTraining(trainId);
  }, [isGone, trainId]);
  if (state === null) return null;
  return (
    <Link
      to="/trainings/$id"
      params={{ id: trainId }}
      title={`Opened last: ${trainId}`}
      className="card hidden h-8 max-w-64 min-w-0 items-center gap-2 rounded-full px-3.5 hover:bg-hover sm:flex"
    >
      <span className="truncate text-muted">{trainId}</span>
      <span className="shrink-0 font-semibold">
        {isTerminal(state.status) ? state.status : formatPercent(state.progress)}
      </span>
    </Link>
  );
}
