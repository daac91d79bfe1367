import { useState } from "react";
import { useColorScheme } from "../../../shared/color-scheme.ts";
import type { TrainingHistory } from "../history/training-history.ts";
import { useHistoryVersion } from "../history/use-training-history.ts";
import type { ChartSpec } from "./chart-catalogue.ts";
import { ChartReadOut, describeChart } from "./chart-read-out.tsx";
import { PlotView } from "./plot-view.tsx";

/** What `ChartCard` shows. */
export interface ChartCardProps {
  readonly history: TrainingHistory;
  readonly chart: ChartSpec;
  /** Of the plot, in CSS pixels. */
  readonly height: number;
  /** Whether the training has ended: then nothing more is to come. */
  readonly ended: boolean;
}

/** One chart with its title, newest values, read-out on hover, and a switch between linear and log. */
export function ChartCard({ history, chart, height, ended }: ChartCardProps) {
  const [log, setLog] = useState(false);
  const [hoverX, setHoverX] = useState<number | null>(null);
  const colorScheme = useColorScheme();
  useHistoryVersion(history);
  const isEmpty = chart.lines.every((line) => history.series(line.name) === undefined);
  const waiting = ended ? "Nothing was reported" : `Waiting for the first ${chart.title.toLowerCase()}…`;
  return (
    <section className="card min-w-0 px-4 pt-3 pb-2" aria-label={chart.title}>
      <header className="mb-2 flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="truncate font-semibold">{chart.title}</h2>
          <ChartReadOut history={history} chart={chart} x={hoverX} />
        </div>
        <LogSwitch log={log} onChange={setLog} title={chart.title} />
      </header>
      <div className={`relative ${isEmpty ? "*:first:invisible" : ""}`} style={{ height }}>
        <PlotView
          key={colorScheme}
          history={history}
          lines={chart.lines}
          log={log}
          height={height}
          description={describeChart(history, chart)}
          onHover={setHoverX}
        />
        {isEmpty && (
          <p className="pointer-events-none absolute inset-0 grid place-items-center text-faint">{waiting}</p>
        )}
      </div>
    </section>
  );
}

interface LogSwitchProps {
  readonly log: boolean;
  readonly onChange: (log: boolean) => void;
  readonly title: string;
}

function LogSwitch({ log, onChange, title }: LogSwitchProps) {
  const look = log ? "border-accent text-accent" : "border-line text-muted hover:border-line-strong";
  return (
    <button
      type="button"
      aria-pressed={log}
      aria-label={`Logarithmic axis for ${title.toLowerCase()}`}
      onClick={() => onChange(!log)}
      className={`h-6 shrink-0 rounded-md border px-2 text-xs font-medium ${look}`}
    >
      Log
    </button>
  );
}
