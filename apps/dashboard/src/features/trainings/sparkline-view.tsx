import type { TrainingSummary } from "@trainwire/protocol";
import { createContext, use, useCallback, useEffect, useSyncExternalStore } from "react";
import { formatMeasure } from "../../shared/format/number.ts";
import type { Sparklines } from "./sparklines.ts";

/** The sparklines of the page. */
export const SparklinesContext = createContext<Sparklines | null>(null);

const size = { width: 72, height: 20, room: 2 };

/** How the loss went, in a word's width; empty until it is known. */
export function SparklineView({ training }: { training: TrainingSummary }) {
  const sparklines = use(SparklinesContext);
  const { job_id, seq, loss } = training;
  const subscribe = useCallback(
    (listener: () => void) => sparklines?.subscribe(job_id, listener) ?? (() => undefined),
    [sparklines, job_id],
  );
  const line = useSyncExternalStore(subscribe, () => sparklines?.get(job_id) ?? null);
  useEffect(() => sparklines?.take({ job_id, seq, loss }), [sparklines, job_id, seq, loss]);
  const losses = line?.losses ?? [];
  const [first] = losses;
  const last = losses.at(-1);
  const isShown = losses.length > 1 && first !== undefined && last !== undefined;
  return (
    <svg
      viewBox={`0 0 ${size.width} ${size.height}`}
      width={size.width}
      height={size.height}
      className="shrink-0"
      {...(isShown
        ? { role: "img", "aria-label": `Loss from ${formatMeasure(first)} to ${formatMeasure(last)}` }
        : { "aria-hidden": true })}
    >
      {isShown && (
        <path
          d={pathOf(losses)}
          fill="none"
          stroke="var(--series-1)"
          strokeWidth={1.25}
          strokeLinejoin="round"
        />
      )}
    </svg>
  );
}

/** The line through the losses, over the whole width and height. */
export function pathOf(losses: readonly number[]): string {
  const min = Math.min(...losses);
  const span = Math.max(...losses) - min || 1;
  const { width, height, room } = size;
  const x = (i: number): number => (i / (losses.length - 1)) * width;
  const y = (loss: number): number => room + (1 - (loss - min) / span) * (height - 2 * room);
  return losses.map((loss, i) => `${i === 0 ? "M" : "L"}${x(i).toFixed(1)} ${y(loss).toFixed(1)}`).join("");
}
