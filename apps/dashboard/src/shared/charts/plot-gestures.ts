import type uPlot from "uplot";
import type { XRange } from "./x-axis.ts";

/** A drag of fewer CSS pixels is a click. */
const leastDrag = 6;
/** How much of the range one turn of the wheel takes away or adds. */
const wheelFactor = 1.25;

/** What a plot's gestures need. */
export interface GestureOptions {
  /** Told the range to look at from now on; null: everything. */
  readonly onRange: (range: XRange | null) => void;
  /** Everything there is to look at. */
  readonly whole: () => XRange;
}

/** Zooms by selecting: as uPlot's hook, after the pointer was let go. */
export function zoomToSelection(plot: uPlot, onRange: GestureOptions["onRange"]): void {
  const { left, width } = plot.select;
  if (width < leastDrag) return;
  const range = { from: plot.posToVal(left, "x"), to: plot.posToVal(left + width, "x") };
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onRange(range);
}

/**
 * Double click shows everything, the wheel with Ctrl or Cmd zooms at the pointer, and sideways, or with Shift, moves
 * the range. The page's own scrolling is left alone. Returns the way to stop.
 */
export function listenToGestures(plot: uPlot, { onRange, whole }: GestureOptions): () => void {
  const wheel = (event: WheelEvent): void => {
    const isZoom = event.ctrlKey || event.metaKey;
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    if (!isZoom && Math.abs(sideways) <= Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
    event.preventDefault();
    const now = { from: plot.scales["x"]?.min ?? 0, to: plot.scales["x"]?.max ?? 1 };
    if (isZoom) {
      const at = plot.posToVal(event.clientX - plot.over.getBoundingClientRect().left, "x");
      onRange(zoomed(now, { at, factor: event.deltaY > 0 ? wheelFactor : 1 / wheelFactor }, whole()));
    } else onRange(moved(now, sideways / plot.over.clientWidth, whole()));
  };
  const doubleClick = (): void => onRange(null);
  plot.over.addEventListener("wheel", wheel, { passive: false });
  plot.over.addEventListener("dblclick", doubleClick);
  return () => {
    plot.over.removeEventListener("wheel", wheel);
    plot.over.removeEventListener("dblclick", doubleClick);
  };
}

/** The range made wider (factor above 1) or narrower around a place; null once it holds everything. */
export function zoomed(
  { from, to }: XRange,
  { at, factor }: { at: number; factor: number },
  whole: XRange,
): XRange | null {
  return within({ from: at - (at - from) * factor, to: at + (to - at) * factor }, whole);
}

/** The range moved by a part of its width, as far as there is something to see. */
export function moved({ from, to }: XRange, part: number, whole: XRange): XRange | null {
  const room = part < 0 ? whole.from - from : whole.to - to;
  const by =
    part < 0
      ? Math.max((to - from) * part, Math.min(0, room))
      : Math.min((to - from) * part, Math.max(0, room));
  return within({ from: from + by, to: to + by }, whole);
}

function within(range: XRange, whole: XRange): XRange | null {
  const from = Math.max(range.from, whole.from);
  const to = Math.min(range.to, whole.to);
  if (from <= whole.from && to >= whole.to) return null;
  return to > from ? { from, to } : null;
}
