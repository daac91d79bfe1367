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

/** One column of the list, or one part of its card. */
export interface Column {
  readonly id: string;
  readonly title: string;
  readonly numeric: boolean;
  /** Width on wide screens, so that nothing moves while values change. */
  readonly width: string;
  /** Its place on a narrow screen's card of two columns. */
  readonly card: string;
  /** Whether its title stands above it on that card. */
  readonly titledOnCard: boolean;
  readonly cell: (training: TrainingSummary) => ReactNode;
}

/** The columns after the first, which names the training and links to it. */
const facts: readonly Column[] = [
  {
    id: "status",
    title: "Status",
    numeric: false,
    width: "md:w-28",
    card: "order-1",
    titledOnCard: false,
    cell: ({ status, health }) => (
      <span className="flex items-center gap-2 md:flex-col md:items-start md:gap-0.5">
        <StatusPill status={status} />
        {!isTerminal(status) && status !== "queued" && <HealthMark health={health} />}
      </span>
    ),
  },
  {
    id: "progress",
    title: "Progress",
    numeric: false,
    width: "md:w-[18%]",
    card: "order-3 col-span-2",
    titledOnCard: false,
    cell: (training) => (
      <span className="flex flex-col gap-1.5">
        <span className="flex justify-between gap-2">
          <span className="font-medium">{formatPercent(training.progress)}</span>
          <span className="text-muted">{stepText(training)}</span>
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
    id: "eta",
    title: "ETA",
    numeric: true,
    width: "md:w-24",
    card: "order-4 min-w-0",
    titledOnCard: true,
    cell: (training) => (
      <ReadingValue
        reading={isTerminal(training.status) ? { kind: "absent" } : readingOf(training, "eta_seconds")}
        format={formatDuration}
      />
    ),
  },
  {
    id: "loss",
    title: "Loss",
    numeric: true,
    width: "md:w-24",
    card: "order-4 min-w-0",
    titledOnCard: true,
    cell: (training) => <ReadingValue reading={readingOf(training, "loss")} format={formatMeasure} />,
  },
  {
    id: "throughput",
    title: "Throughput",
    numeric: true,
    width: "md:w-36",
    card: "order-4 min-w-0",
    titledOnCard: true,
    cell: (training) => (
      <ReadingValue reading={readingOf(training, "samples_per_second")} format={formatSamplesPerSecond} />
    ),
  },
  {
    id: "gpu-memory",
    title: "GPU memory",
    numeric: true,
    width: "md:w-28",
    card: "order-4 min-w-0",
    titledOnCard: true,
    cell: (training) => (
      <ReadingValue reading={readingOf(training, "gpu_memory_allocated_gb")} format={formatGiB} />
    ),
  },
  {
    id: "age",
    title: "Last update",
    numeric: true,
    width: "md:w-28",
    card: "order-2 self-center text-right text-muted",
    titledOnCard: false,
    cell: ({ received_at, created_at }) => <Age receivedAt={received_at ?? created_at} />,
  },
];

/** Titles and widths of all columns, the naming one first. */
export const columns: readonly Pick<Column, "id" | "title" | "numeric" | "width">[] = [
  { id: "training", title: "Training", numeric: false, width: "" },
  ...facts,
];

/** The cells after the name. */
export const factColumns = facts;

function stepText({ current_step, total_steps }: TrainingSummary): string {
  const steps = formatProgressOf(current_step, total_steps);
  return steps === null ? "" : `step ${steps}`;
}
