import { isTerminal, type TrainingState, type TrainingSummary } from "@trainwire/protocol";
import { Info } from "lucide-react";
import { formatPercent } from "../../shared/format/number.ts";
import { Age } from "../../shared/ui/age.tsx";
import { HealthMark } from "../../shared/ui/health-mark.tsx";
import { ProgressBar } from "../../shared/ui/progress-bar.tsx";
import { StatusPill } from "../../shared/ui/status-pill.tsx";
import { CommandBar } from "./commands/command-bar.tsx";
import { TrainingFacts } from "./training-facts.tsx";
import { TrainingNotes } from "./training-notes.tsx";

/** What `TrainingHeader` shows. */
export interface TrainingHeaderProps {
  readonly state: TrainingState;
  /** Null until it was read. */
  readonly record: TrainingSummary | null;
  readonly onRecord: (record: TrainingSummary) => void;
  /** How many changes of commands its updates told of; null where the server takes no commands. */
  readonly commandChanges: number | null;
}

/** Why the server changed the status or health last, as long as nothing newer was reported. */
function LatestReason({ state }: { state: TrainingState }) {
  const { event, status } = state;
  if (event?.reason === undefined) return null;
  const color = status === "failed" || state.health === "lost" ? "text-bad" : "text-warn";
  return (
    <p className={`mt-2.5 flex items-start gap-1.5 font-medium ${color}`}>
      <Info aria-hidden="true" size={14} className="mt-[3px] shrink-0" />
      <span className="min-w-0 wrap-anywhere">{event.reason}</span>
    </p>
  );
}

/** How many are started before this one, while it is queued. */
function QueuePlace({ record, state }: Pick<TrainingHeaderProps, "record" | "state">) {
  const place = record?.queue_position;
  if (place === undefined || state.status !== "queued") return null;
  return (
    <p className="mt-2.5 text-muted">
      {place <= 1 ? "Next in the queue" : `Number ${place} in the queue`}; it starts by itself.
    </p>
  );
}

/** Where a training stands, at a glance. */
export function TrainingHeader({ state, record, onRecord, commandChanges }: TrainingHeaderProps) {
  const name = record?.name ?? null;
  const ended = isTerminal(state.status);
  return (
    <header className="card px-4 py-3.5" data-seq={state.seq} data-status={state.status}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="min-w-0 max-w-full text-lg font-semibold tracking-tight break-words">
          {name ?? state.job_id}
        </h1>
        <StatusPill status={state.status} />
        {!ended && state.status !== "queued" && <HealthMark health={state.health} />}
        {name !== null && (
          <span className="min-w-0 font-mono text-xs break-all text-faint">{state.job_id}</span>
        )}
        <p className="text-xs text-muted sm:ml-auto">
          {ended ? "Ended " : "Last update "}
          <Age receivedAt={state.received_at} />
        </p>
      </div>
      <div className="mt-3 flex items-center gap-3">
        <ProgressBar
          percent={state.progress}
          status={state.status}
          label={`Progress of ${state.job_id}`}
          height={8}
        />
        <span className="w-18 shrink-0 text-right text-base font-semibold">
          {formatPercent(state.progress, 1)}
        </span>
      </div>
      <LatestReason state={state} />
      <QueuePlace record={record} state={state} />
      <TrainingFacts state={state} startedAt={record?.created_at ?? null} />
      {commandChanges !== null && <CommandBar state={state} changes={commandChanges} />}
      <TrainingNotes record={record} onRecord={onRecord} />
    </header>
  );
}
