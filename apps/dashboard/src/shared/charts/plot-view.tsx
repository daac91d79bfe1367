import { useEffect, useRef } from "react";
import type { TrainingHistory } from "../history/training-history.ts";
import type { LineSpec } from "./chart-catalogue.ts";
import { keepDrawn } from "./keep-drawn.ts";
import { createPlot } from "./plot.ts";

/** What `PlotView` draws. */
export interface PlotViewProps {
  readonly history: TrainingHistory;
  readonly lines: readonly LineSpec[];
  readonly log: boolean;
  /** CSS pixels; the width is the container's. */
  readonly height: number;
  /** What the chart shows, for those who cannot see it. */
  readonly description: string;
  readonly onHover: (x: number | null) => void;
}

/** Keeps a plot on the page: drawn anew as the history grows. Its colours are those of the moment it was made. */
export function PlotView({ history, lines, log, height, description, onHover }: PlotViewProps) {
  const target = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = target.current;
    if (element === null) return undefined;
    const plot = createPlot(history, {
      target: element,
      lines,
      log,
      width: element.clientWidth,
      height,
      onHover,
    });
    const stopDrawing = keepDrawn(plot, history, element);
    return () => {
      stopDrawing();
      plot.destroy();
    };
  }, [history, lines, log, height, onHover]);
  return (
    <div
      ref={target}
      role="img"
      aria-label={description}
      className="w-full overflow-hidden"
      style={{ height }}
    />
  );
}
