import { Link } from "@tanstack/react-router";
import type { TrainingSummary } from "@trainwire/protocol";
import { memo } from "react";
import { type Column, factColumns } from "./columns.tsx";

/** What `TrainingRow` shows. */
export interface TrainingRowProps {
  readonly training: TrainingSummary;
  readonly isSelected: boolean;
  /** Whether the keyboard stands on it: of all rows, this one is reached by Tab. */
  readonly isCurrent: boolean;
  readonly onSelect: (trainId: string) => void;
}

/** One training of the list: a line of the table, or a card on narrow screens. The whole row follows its link. */
export const TrainingRow = memo(function TrainingRow(props: TrainingRowProps) {
  const { training, isSelected, isCurrent, onSelect } = props;
  const { job_id, name, tags = [] } = training;
  const tabIndex = isCurrent ? 0 : -1;
  return (
    <div
      className={`row relative ${isSelected ? "bg-accent/8" : ""} hover:bg-hover has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-accent`}
    >
      <div role="cell" className="row-name">
        <label className="relative z-1 -m-2 grid size-8 shrink-0 cursor-pointer place-items-center">
          <input
            type="checkbox"
            tabIndex={tabIndex}
            checked={isSelected}
            onChange={() => onSelect(job_id)}
            aria-label={`Select ${name ?? job_id}`}
            className="size-4 accent-(--accent)"
          />
        </label>
        <span className="min-w-0 flex-1">
          <Link
            to="/trainings/$id"
            params={{ id: job_id }}
            tabIndex={tabIndex}
            data-train-id={job_id}
            className="line-clamp-1 font-semibold wrap-anywhere after:absolute after:inset-0 after:content-[''] focus-visible:outline-none"
          >
            {name ?? job_id}
          </Link>
          <span className="block h-4 truncate text-xs leading-4 text-faint">
            {[name ? job_id : null, ...tags].filter(Boolean).join(" · ")}
          </span>
        </span>
      </div>
      {factColumns.map((column) => (
        <FactCell key={column.sort} column={column} training={training} />
      ))}
    </div>
  );
});

function FactCell({ column, training }: { column: Column; training: TrainingSummary }) {
  return (
    <div role="cell" className={`min-w-0 ${column.card} ${column.numeric ? "lg:text-right" : ""}`}>
      {column.titledOnCard && <span className="label block lg:hidden">{column.title}</span>}
      {column.cell(training)}
    </div>
  );
}
