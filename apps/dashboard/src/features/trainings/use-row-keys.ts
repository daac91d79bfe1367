import { type KeyboardEvent, useEffect, useState } from "react";
import type { ListRow } from "./arrange.ts";

/** What the keys of the list act on. */
export interface RowKeysOptions {
  readonly rows: readonly ListRow[];
  /** Scrolls until the row of that index is on the page. */
  readonly show: (index: number) => void;
  /** The link of a training, if it is on the page. */
  readonly find: (trainId: string) => HTMLElement | null;
  readonly onSelect: (trainId: string) => void;
}

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/**
 * Moves the focus from row to row: arrows, j and k, Page, Home and End; x and the space bar select. The list is left
 * by Tab as one thing, however long it is.
 */
export function useRowKeys({ rows, show, find, onSelect }: RowKeysOptions) {
  const ids = rows.flatMap((row) => (row.kind === "training" ? row.key : []));
  const [stood, setStood] = useState<string | null>(null);
  const [wanted, setWanted] = useState<string | null>(null);
  const current = stood !== null && ids.includes(stood) ? stood : (ids[0] ?? null);

  useEffect(() => {
    if (wanted === null) return undefined;
    // The row is on the page only after the list was scrolled and drawn.
    const frame = requestAnimationFrame(() => {
      find(wanted)?.focus({ preventScroll: true });
      setWanted(null);
    });
    return () => cancelAnimationFrame(frame);
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || current === null) return;
    const focused = event.target instanceof HTMLElement ? event.target.dataset["trainId"] : undefined;
    const at = ids.indexOf(focused ?? current);
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = ids[Math.max(0, Math.min(ids.length - 1, at + step))];
      if (next === undefined) return;
      show(rows.findIndex(({ key }) => key === next));
      setStood(next);
      setWanted(next);
    } else if ((event.key === "x" || event.key === " ") && focused !== undefined) {
      event.preventDefault();
      onSelect(focused);
    }
  };
  return { current, onKeyDown };
}
