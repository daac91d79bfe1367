import { isTerminal, type TrainingSummary } from "@trainwire/protocol";
import type { ReactNode } from "react";
import { formatDuration } from "../../shared/format/duration.ts";
import { formatMeasure, formatPercent } from "../../shared/format/number.ts";
import { formatGiB, formatProgressOf, formatSamplesPerSecond } from "../../shared/format/quantities.ts";
import { readingOf } from "../../shared/reading.ts";
import { Age } from "../../shared/ui/age.tsx";
import { HealthMark } from "../../shared/ui/health-mark.tsx";
import { ProgressBar } from "../../shared/ui/progress-bar.tsx";
import { ReadingValue } from "../../shared/ui/reading-value.tsx";
import { StatusPill } from "../../shared/ui/status-pill.tsx";
import type { SortKey } from "./list-view.ts";
import { SparklineView } from "./sparkline-view.tsx";

/** One column of the list, or one part of its card. */
export interface Column {
  readonly sort: SortKey;
  readonly title: string;
  readonly numeric: boolean;
  /** Whether its title stands above it on a card. */
  readonly titledOnCard: boolean;
  /** Its place on a card of two columns. */
  readonly card: string;
  readonly cell: (training: TrainingSummary) => ReactNode;
}

/** The columns after the first, which names the training and links to it. */
export const factColumns: readonly Column[] = [
  {
    sort: "status",
    title: "Status",
    numeric: false,
    titledOnCard: false,
    card: "max-lg:order-1",
    cell: ({ status, health }) => (
      <span className="flex items-center gap-2 lg:flex-col lg:items-start lg:gap-0.5">
        <StatusPill status={status} />
        {!isTerminal(status) && status !== "queued" && <HealthMark health={health} />}
      </span>
    ),
  },
  {
    sort: "progress",
    title: "Progress",
    numeric: false,
    titledOnCard: false,
    card: "max-lg:order-3 max-lg:col-span-2",
    cell: (training) => (
      <span className="flex flex-col gap-1.5">
        <span className="flex justify-between gap-2">
          <span className="font-medium">{formatPercent(training.progress)}</span>
          <span className="truncate text-muted">{stepText(training)}</span>
        </span>
        <ProgressBar
          percent={training.progress}
          status={training.status}
          label={`Progress of ${training.job_id}`}
        />
      </span>
    ),
  },
  {
    sort: "loss",
    title: "Loss",
    numeric: true,
    titledOnCard: true,
    card: "max-lg:order-4 min-w-0",
    cell: (training) => (
      <span className="flex items-center gap-3 lg:justify-end">
        <SparklineView training={training} />
        <span className="min-w-13 lg:text-right">
          <ReadingValue reading={readingOf(training, "loss")} format={formatMeasure} />
        </span>
      </span>
    ),
  },
  {
    sort: "eta",
    title: "ETA",
    numeric: true,
    titledOnCard: true,
    card: "max-lg:order-4 min-w-0",
    cell: (training) => (
      <ReadingValue
        reading={isTerminal(training.status) ? { kind: "absent" } : readingOf(training, "eta_seconds")}
        format={formatDuration}
      />
    ),
  },
  {
    sort: "throughput",
    title: "Throughput",
    numeric: true,
    titledOnCard: true,
    card: "max-lg:order-4 min-w-0",
    cell: (training) => (
      <ReadingValue reading={readingOf(training, "samples_per_second")} format={formatSamplesPerSecond} />
    ),
  },
  {
    sort: "memory",
    title: "GPU memory",
    numeric: true,
    titledOnCard: true,
    card: "max-lg:order-4 min-w-0",
    cell: (training) => (
      <ReadingValue reading={readingOf(training, "gpu_memory_allocated_gb")} format={formatGiB} />
    ),
  },
  {
    sort: "age",
    title: "Last update",
    numeric: true,
    titledOnCard: false,
    card: "text-muted max-lg:order-2 max-lg:self-center max-lg:text-right",
    cell: ({ received_at, created_at }) => <Age receivedAt={received_at ?? created_at} />,
  },
];

/** Titles of all columns, the naming one first. */
export const columns: readonly Pick<Column, "sort" | "title" | "numeric">[] = [
  { sort: "name", title: "Training", numeric: false },
  ...factColumns,
];

function stepText({ current_step, total_steps }: TrainingSummary): string {
  const steps = formatProgressOf(current_step, total_steps);
  return steps === null ? "" : `step ${steps}`;
}
