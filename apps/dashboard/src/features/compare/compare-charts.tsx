import { useMemo } from "react";
import { ChartCard, type ChartStage } from "../../shared/charts/chart-card.tsx";
import type { ChartLine } from "../../shared/charts/chart-spec.ts";
import type { SeriesHistory } from "../../shared/charts/series-history.ts";
import { formatMeasure } from "../../shared/format/number.ts";
import { lineLook } from "./line-looks.ts";
import { metricTitle } from "./metrics-to-compare.ts";

/** What `CompareCharts` shows: everything in the order of the trainings. */
export interface CompareChartsProps {
  readonly ids: readonly string[];
  readonly titles: readonly string[];
  readonly histories: readonly (SeriesHistory | null)[];
  readonly names: readonly string[];
  readonly stage: ChartStage;
}

/** A chart for each metric, with a line for each training. */
export function CompareCharts({ titles, histories, names, stage }: CompareChartsProps) {
  return (
    <div className="chart-grid">
      {names.map((name, i) => (
        <div key={name} className={`min-w-0 ${i === 0 ? "col-span-full" : ""}`}>
          <MetricChart
            name={name}
            titles={titles}
            histories={histories}
            stage={stage}
            height={i === 0 ? 300 : 180}
          />
        </div>
      ))}
    </div>
  );
}

type MetricChartProps = Pick<CompareChartsProps, "titles" | "histories" | "stage"> & {
  readonly name: string;
  readonly height: number;
};

function MetricChart({ name, titles, histories, stage, height }: MetricChartProps) {
  const labels = titles.join("\n");
  // The histories are compared one by one: their array is a new one at each rendering.
  // oxlint-disable-next-line react/exhaustive-deps
  const lines = useMemo(() => linesOf(name, histories, labels.split("\n")), [name, labels, ...histories]);
  return (
    <ChartCard
      id={name}
      title={metricTitle(name)}
      lines={lines}
      format={formatMeasure}
      height={height}
      waiting="Waiting for the first values…"
      stage={stage}
    />
  );
}

function linesOf(
  name: string,
  histories: readonly (SeriesHistory | null)[],
  labels: readonly string[],
): readonly ChartLine[] {
  return histories.flatMap((history, i): ChartLine[] =>
    history === null ? [] : [{ history, name, label: labels[i] ?? name, ...lineLook(i) }],
  );
}
