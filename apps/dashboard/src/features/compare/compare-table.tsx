import type { ReactNode } from "react";
import { lineLook } from "./line-looks.ts";

/** One column of a comparison: a text for each training, and which one stands out. */
export interface CompareColumn {
  readonly name: string;
  readonly hint?: string;
  readonly cells: readonly string[];
  readonly best?: number | null;
}

/** What `CompareTable` shows. */
export interface CompareTableProps {
  readonly title: string;
  /** Names of the trainings, in order. */
  readonly trainings: readonly string[];
  readonly columns: readonly CompareColumn[];
  /** In place of a table without columns. */
  readonly empty: ReactNode;
}

/** A line for each training; it scrolls sideways, with the names in place. */
export function CompareTable({ title, trainings, columns, empty }: CompareTableProps) {
  if (columns.length === 0) {
    return (
      <section aria-label={title} className="card p-4">
        <h2 className="font-semibold">{title}</h2>
        <p className="mt-1 text-faint">{empty}</p>
      </section>
    );
  }
  return (
    <section aria-label={title} className="card overflow-hidden">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard */}
      <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={title}>
        <table className="w-full text-left">
          <caption className="px-4 pt-3 pb-2 text-left font-semibold">{title}</caption>
          <thead>
            <tr className="border-t border-line">
              <th scope="col" className="label sticky left-0 bg-surface px-4 py-2 font-medium">
                Training
              </th>
              {columns.map(({ name, hint }) => (
                <th
                  key={name}
                  scope="col"
                  title={hint}
                  className="label px-3 py-2 font-medium whitespace-nowrap"
                >
                  {name}
                  {hint && <span className="font-normal"> ({hint})</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {trainings.map((training, i) => (
              <tr key={training} className="border-t border-line">
                <th scope="row" className="sticky left-0 max-w-56 bg-surface px-4 py-1.5 font-medium">
                  <span className="flex items-center gap-2">
                    <Swatch index={i} />
                    <span className="truncate">{training}</span>
                  </span>
                </th>
                {columns.map(({ name, cells, best }) => (
                  <td key={name} className="max-w-72 truncate px-3 py-1.5 whitespace-nowrap" title={cells[i]}>
                    {best === i ? (
                      <strong className="font-semibold text-good">{cells[i]} ★</strong>
                    ) : (
                      cells[i]
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** How a training's line looks. */
export function Swatch({ index }: { index: number }) {
  const { color, dash } = lineLook(index);
  return (
    <svg aria-hidden="true" width={18} height={8} className="shrink-0">
      <line
        x1={0}
        x2={18}
        y1={4}
        y2={4}
        stroke={`var(${color})`}
        strokeWidth={2.5}
        strokeDasharray={dash?.join(" ")}
      />
    </svg>
  );
}
