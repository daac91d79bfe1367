import type { TrainingSummary } from "@trainwire/protocol";
import { columns } from "./columns.tsx";
import { TrainingRow } from "./training-row.tsx";

/**
 * The trainings as a table; on narrow screens each row becomes a card. The roles are written out because a
 * table that is laid out as a grid loses them.
 */
export function TrainingsTable({ trainings }: { trainings: readonly TrainingSummary[] }) {
  return (
    <table
      role="table"
      aria-label="Trainings"
      className="block md:card md:table md:w-full md:border-separate md:border-spacing-0"
    >
      <thead role="rowgroup" className="sr-only md:not-sr-only md:table-header-group">
        <tr role="row">
          {columns.map((column) => (
            <th
              key={column.id}
              role="columnheader"
              scope="col"
              className={`label border-b border-line px-3 py-2.5 font-medium whitespace-nowrap first:pl-4 last:pr-4 ${column.numeric ? "text-right" : "text-left"} ${column.width}`}
            >
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className="flex flex-col gap-2 md:table-row-group">
        {trainings.map((training) => (
          <TrainingRow key={training.job_id} training={training} />
        ))}
      </tbody>
    </table>
  );
}
