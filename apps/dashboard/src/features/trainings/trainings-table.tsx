import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";
import type { ListRow } from "./arrange.ts";
import { columns } from "./columns.tsx";
import type { ListView, SortKey } from "./list-view.ts";
import { TrainingRow } from "./training-row.tsx";
import { useRowKeys } from "./use-row-keys.ts";

/** What `TrainingsTable` shows. */
export interface TrainingsTableProps {
  readonly rows: readonly ListRow[];
  readonly view: ListView;
  readonly onView: (change: Partial<ListView>) => void;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (trainId: string) => void;
}

const heights = { line: 60, card: 212, group: 40 };
const wide = window.matchMedia("(min-width: 64rem)");

/**
 * The trainings as a table; on narrow screens each row becomes a card. Only what is near the window is on the page,
 * so the roles and counts are written out.
 */
export function TrainingsTable({ rows, view, onView, selected, onSelect }: TrainingsTableProps) {
  const root = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(root.current?.offsetTop ?? 0), []);
  // oxlint-disable-next-line react/incompatible-library -- rows are memoised by their own props
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (i) =>
      rows[i]?.kind === "group" ? heights.group : wide.matches ? heights.line : heights.card,
    getItemKey: (i) => rows[i]?.key ?? i,
    overscan: 8,
    scrollMargin: top,
  });
  const { current, onKeyDown } = useRowKeys({
    rows,
    show: (i) => virtualizer.scrollToIndex(i, { align: "auto" }),
    find: (trainId) => root.current?.querySelector<HTMLElement>(`[data-train-id="${trainId}"]`) ?? null,
    onSelect,
  });
  return (
    <div
      role="table"
      aria-label="Trainings"
      aria-rowcount={rows.length + 1}
      className="lg:card lg:overflow-hidden"
    >
      <HeaderRow view={view} onView={onView} />
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- moves the focus among the links inside */}
      <div
        ref={root}
        role="rowgroup"
        onKeyDown={onKeyDown}
        className="relative"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              role="row"
              aria-rowindex={item.index + 2}
              className="absolute top-0 left-0 w-full"
              style={{ transform: `translateY(${item.start - top}px)` }}
            >
              {row.kind === "group" ? (
                <div role="cell">
                  <h2 className="flex h-10 items-end gap-2 px-1 pb-2 font-semibold lg:px-4">
                    {row.title} <span className="font-normal text-faint">{row.count}</span>
                  </h2>
                </div>
              ) : (
                <TrainingRow
                  training={row.training}
                  isSelected={selected.has(row.key)}
                  isCurrent={row.key === current}
                  onSelect={onSelect}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function HeaderRow({ view, onView }: Pick<TrainingsTableProps, "view" | "onView">) {
  return (
    <div role="rowgroup" className="max-lg:hidden">
      <div role="row" aria-rowindex={1} className="row h-10 border-b border-line">
        {columns.map(({ sort, title, numeric }) => {
          const isSorted = view.sort === sort;
          const Icon = view.isDescending ? ArrowDown : ArrowUp;
          return (
            <div
              key={sort}
              role="columnheader"
              aria-sort={isSorted ? (view.isDescending ? "descending" : "ascending") : "none"}
              className={`min-w-0 ${numeric ? "text-right" : ""}`}
            >
              <button
                type="button"
                onClick={() => onView(nextSort(view, sort))}
                className="label inline-flex max-w-full items-center gap-1 font-medium hover:text-ink"
              >
                {numeric && isSorted && <Icon aria-hidden="true" size={12} />}
                {title}
                {!numeric && isSorted && <Icon aria-hidden="true" size={12} />}
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Once sorts, twice the other way round, three times as at first. */
function nextSort(view: ListView, sort: SortKey): Partial<ListView> {
  if (view.sort !== sort) return { sort, isDescending: false };
  return view.isDescending ? { sort: "created", isDescending: true } : { isDescending: true };
}
