import { formatCount } from "../../../shared/format/number.ts";
import { readingText } from "../../../shared/reading.ts";
import type { TrainingHistory } from "../history/training-history.ts";
import type { ChartSpec } from "./chart-catalogue.ts";
import { pointReading } from "./point-reading.ts";

const swatches = {
  1: "bg-(--series-1)",
  2: "bg-(--series-2)",
  3: "bg-(--series-3)",
  4: "bg-(--series-4)",
} as const;

/** What `ChartReadOut` shows: the values under the pointer, or the newest for x null. */
export interface ChartReadOutProps {
  readonly history: TrainingHistory;
  readonly chart: ChartSpec;
  readonly x: number | null;
}

/** A chart's legend and read-out in one line of fixed height. */
export function ChartReadOut({ history, chart, x }: ChartReadOutProps) {
  return (
    <div className="flex min-h-5 flex-wrap items-center gap-x-4 gap-y-0.5">
      {chart.lines.map((line) => {
        const point = pointReading(history.series(line.name), x);
        const bad = point.reading.kind === "nonfinite";
        return (
          <span key={line.name} className="flex items-center gap-1.5 whitespace-nowrap">
            <span aria-hidden="true" className={`h-0.5 w-3 rounded-full ${swatches[line.color]}`} />
            {chart.lines.length > 1 && <span className="text-muted">{line.label}</span>}
            <span className={bad ? "font-semibold text-bad" : "font-medium text-ink"}>
              {readingText(point.reading, chart.format)}
            </span>
            {x !== null && point.x !== null && (
              <span className="text-faint">
                at {history.xName} {formatCount(point.x)}
              </span>
            )}
          </span>
        );
      })}
    </div>
  );
}

/** The newest values in words, as the chart's accessible description. */
export function describeChart(history: TrainingHistory, chart: ChartSpec): string {
  const lines = chart.lines.map((line) => {
    const { x, reading } = pointReading(history.series(line.name), null);
    const where = x === null ? "" : ` at ${history.xName} ${formatCount(x)}`;
    return `${line.label} ${readingText(reading, chart.format)}${where}`;
  });
  return `Chart of ${chart.title.toLowerCase()} by ${history.xName}. Newest: ${lines.join(", ") || "nothing reported"}.`;
}
