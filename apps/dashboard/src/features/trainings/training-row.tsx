import { Link } from "@tanstack/react-router";
import type { TrainingSummary } from "@trainwire/protocol";
import { memo } from "react";
import { type Column, factColumns } from "./columns.tsx";

const cellShape =
  "block md:table-cell md:h-16 md:border-b md:border-line md:px-3 md:align-middle md:group-last:border-b-0 md:last:pr-4";

/** One training of the list. The whole row follows the link in its first cell. */
export const TrainingRow = memo(function TrainingRow({ training }: { training: TrainingSummary }) {
  const { job_id, name, tags = [] } = training;
  return (
    <tr
      role="row"
      className="group card relative grid grid-cols-2 gap-x-4 gap-y-2.5 p-4 hover:bg-hover md:table-row md:rounded-none md:border-0 md:bg-transparent md:p-0 md:shadow-none md:hover:bg-hover"
    >
      <td role="cell" className={`${cellShape} col-span-2 min-w-0 md:max-w-0 md:pl-4`}>
        <Link
          to="/trainings/$id"
          params={{ id: job_id }}
          className="line-clamp-2 font-semibold wrap-anywhere after:absolute after:inset-0 after:content-[''] focus-visible:outline-none focus-visible:after:rounded-lg focus-visible:after:outline-2 focus-visible:after:outline-accent"
        >
          {name ?? job_id}
        </Link>
        {(name !== undefined && name !== null) || tags.length > 0 ? (
          <span className="block truncate text-xs text-faint">
            {[name ? job_id : null, ...tags].filter(Boolean).join(" · ")}
          </span>
        ) : null}
      </td>
      {factColumns.map((column) => (
        <FactCell key={column.id} column={column} training={training} />
      ))}
    </tr>
  );
});

function FactCell({ column, training }: { column: Column; training: TrainingSummary }) {
  return (
    <td role="cell" className={`${cellShape} ${column.card} ${column.numeric ? "md:text-right" : ""}`}>
      {column.titledOnCard && <span className="label block md:hidden">{column.title}</span>}
      {column.cell(training)}
    </td>
  );
}
