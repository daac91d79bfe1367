import { ChevronLeft, ChevronRight, type LucideIcon, Maximize2, ZoomIn, ZoomOut } from "lucide-react";
import type { ChartStage } from "./chart-card.tsx";
import { moved, zoomed } from "./plot-gestures.ts";
import { type XKind, type XRange, xInWords } from "./x-axis.ts";

/** What `ChartToolbar` controls. */
export interface ChartToolbarProps {
  readonly stage: ChartStage;
  /** The axes to choose from. */
  readonly kinds: readonly XKind[];
  readonly onX: (kind: XKind) => void;
  /** Everything there is to look at; null while there is nothing. */
  readonly whole: () => XRange | null;
}

const titles: Readonly<Record<XKind, string>> = { step: "Step", time: "Time", epoch: "Epoch" };

/** What all charts of a page are drawn over, how smooth, and which part of it: also for the keyboard. */
export function ChartToolbar({ stage, kinds, onX, whole }: ChartToolbarProps) {
  const { view, x, onView } = stage;
  const change = (next: (range: XRange, whole: XRange) => XRange | null) => (): void => {
    const all = whole();
    if (all !== null) onView({ range: next(view.range ?? all, all) });
  };
  const zoom = (factor: number) =>
    change((range, all) => zoomed(range, { at: (range.from + range.to) / 2, factor }, all));
  return (
    <div role="group" aria-label="View of the charts" className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div role="group" aria-label="Draw over" className="flex">
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={kind === x}
            onClick={() => onX(kind)}
            className="button rounded-none border-r-0 first:rounded-l-md last:rounded-r-md last:border-r"
          >
            {titles[kind]}
          </button>
        ))}
      </div>
      <label className="flex items-center gap-2 text-xs text-muted">
        Smoothing
        <input
          type="range"
          min={0}
          max={0.99}
          step={0.01}
          value={view.smoothing}
          onChange={(event) => onView({ smoothing: Number(event.target.value) })}
          className="w-24 accent-(--accent)"
        />
        <output className="w-8">{view.smoothing === 0 ? "off" : view.smoothing.toFixed(2)}</output>
      </label>
      <div role="group" aria-label="Zoom" className="flex items-center gap-1">
        <IconButton icon={ZoomIn} label="Zoom in" onClick={zoom(0.5)} />
        <IconButton icon={ZoomOut} label="Zoom out" onClick={zoom(2)} disabled={view.range === null} />
        <IconButton
          icon={ChevronLeft}
          label="Earlier"
          onClick={change((range, all) => moved(range, -0.5, all))}
          disabled={view.range === null}
        />
        <IconButton
          icon={ChevronRight}
          label="Later"
          onClick={change((range, all) => moved(range, 0.5, all))}
          disabled={view.range === null}
        />
        <IconButton
          icon={Maximize2}
          label="Show everything"
          onClick={() => onView({ range: null })}
          disabled={view.range === null}
        />
      </div>
      <p className="min-w-0 truncate text-xs text-faint max-sm:hidden">
        {view.range === null
          ? "Drag across a chart to zoom"
          : `${xInWords(x, view.range.from)} to ${xInWords(x, view.range.to)}`}
      </p>
    </div>
  );
}

interface IconButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
}

function IconButton({ icon: Icon, label, onClick, disabled = false }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      disabled={disabled}
      className="button w-6 justify-center px-0"
    >
      <Icon aria-hidden="true" size={13} />
    </button>
  );
}
