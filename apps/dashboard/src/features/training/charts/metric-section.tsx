import { useEffect, useMemo } from "react";
import { ChartCard, type ChartStage } from "../../../shared/charts/chart-card.tsx";
import type { ChartLine, EventMark } from "../../../shared/charts/chart-spec.ts";
import type { SeriesHistory } from "../../../shared/charts/series-history.ts";
import { useSeriesHistory } from "../../../shared/charts/use-series-history.ts";
import type { XAxis } from "../../../shared/charts/x-axis.ts";
import { useClient } from "../../../shared/client-context.tsx";
import type { TrainingEvent } from "../feed/event-log.ts";
import { type ChartSection, type ChartSpec, namesIn } from "./chart-catalogue.ts";

/** What `MetricSection` shows. */
export interface MetricSectionProps {
  readonly trainId: string;
  readonly section: ChartSection;
  readonly axis: XAxis;
  /** From which step each attempt went on, where that is known. */
  readonly resumedAt: ReadonlyMap<number, number>;
  readonly stage: ChartStage;
  readonly events: readonly TrainingEvent[];
  readonly ended: boolean;
  /** Told of what is drawn, as it changes: the first section's tells the toolbar what there is. */
  readonly onHistory?: (history: SeriesHistory | null) => void;
  readonly onNames?: (names: readonly string[]) => void;
}

const heights = { main: 280, other: 150 };

/** The charts of one section: one answer of the server feeds them all. */
export function MetricSection(props: MetricSectionProps) {
  const { trainId, section, axis, resumedAt, stage, events, ended } = props;
  const names = useMemo(() => namesIn(section), [section]);
  const { history, error, allNames } = useSeriesHistory(useClient(), trainId, {
    names,
    axis,
    range: stage.view.range,
    resumedAt,
  });
  const { onHistory, onNames } = props;
  useEffect(() => onHistory?.(history), [onHistory, history]);
  useEffect(() => onNames?.(allNames), [onNames, allNames]);
  const marks = useMemo(() => (history === null ? [] : marksOf(events, history)), [events, history]);
  const isMain = section.id === "training";
  const waiting = (chart: ChartSpec): string => {
    if (error !== null) return "The server does not answer; it is asked again";
    return ended ? "Nothing was reported" : `Waiting for the first ${chart.title.toLowerCase()}…`;
  };
  return (
    <div className="chart-grid">
      {section.charts.map((chart, i) => {
        const isWide = isMain && i === 0;
        const height = isWide ? heights.main : heights.other;
        return (
          <div key={chart.id} className={`min-w-0 ${isWide ? "col-span-full" : ""}`}>
            {history === null ? (
              <ChartSkeleton title={chart.title} height={height} />
            ) : (
              <SpecCard
                chart={chart}
                history={history}
                events={marks}
                height={height}
                waiting={waiting(chart)}
                stage={stage}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}

interface SpecCardProps {
  readonly chart: ChartSpec;
  readonly history: SeriesHistory;
  readonly events: readonly EventMark[];
  readonly height: number;
  readonly waiting: string;
  readonly stage: ChartStage;
}

function SpecCard({ chart, history, ...rest }: SpecCardProps) {
  const lines = useMemo(
    () =>
      chart.lines.map(
        ({ name, label, color, marked = false }): ChartLine => ({
          history,
          name,
          label,
          color: `--series-${color}`,
          marked,
        }),
      ),
    [chart, history],
  );
  return <ChartCard id={chart.id} title={chart.title} lines={lines} format={chart.format} {...rest} />;
}

function ChartSkeleton({ title, height }: { title: string; height: number }) {
  return (
    <section className="card min-w-0 px-4 pt-3 pb-2" aria-label={title}>
      <h3 className="truncate font-semibold">{title}</h3>
      <div className="mt-2 mb-2 h-5" />
      <div className="rounded-md bg-track/40" style={{ height }} />
    </section>
  );
}

/** Events on the axis. Attempts are had from the series, however old; values that are not finite have marks there. */
function marksOf(events: readonly TrainingEvent[], history: SeriesHistory): EventMark[] {
  const told = events.flatMap((event) => {
    const x = event.kind === "nonfinite" || event.kind === "attempt" ? null : history.xOfEvent(event);
    return x === null ? [] : [{ x, text: event.text, tone: event.tone }];
  });
  const begun = history.attempts.map(({ attempt, x }) => ({
    x,
    text: `attempt ${attempt}`,
    tone: "plain" as const,
  }));
  return [...begun, ...told];
}
