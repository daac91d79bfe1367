import { useMemo, useRef } from "react";
import { ChartMenu } from "./chart-menu.tsx";
import { ChartReadOut, describeChart } from "./chart-read-out.tsx";
import type { ChartLine, ChartView, EventMark } from "./chart-spec.ts";
import { useLinesVersion } from "./chart-version.ts";
import type { CursorLink } from "./cursor-link.ts";
import { PlotView } from "./plot-view.tsx";
import type { XKind } from "./x-axis.ts";

/** How all charts of a page are looked at, and how that changes. */
export interface ChartStage {
  readonly view: ChartView;
  readonly x: XKind;
  readonly link: CursorLink;
  readonly onView: (change: Partial<ChartView>) => void;
}

/** What `ChartCard` shows. */
export interface ChartCardProps {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly ChartLine[];
  readonly events?: readonly EventMark[];
  readonly format: (value: number) => string;
  /** Of the plot, in CSS pixels. */
  readonly height: number;
  /** In place of a chart without points. */
  readonly waiting: string;
  readonly stage: ChartStage;
}

const noEvents: readonly EventMark[] = [];

/** One chart with its title, newest values, read-out on hover, a switch between linear and log, and its export. */
export function ChartCard(props: ChartCardProps) {
  const { id, title, lines, events = noEvents, format, height, stage } = props;
  const { view, link, onView } = stage;
  const target = useRef<HTMLDivElement>(null);
  useLinesVersion(lines);
  const isEmpty = lines.every(({ history, name }) => history.series(name) === undefined);
  const log = view.log.includes(id);
  const { range, smoothing } = view;
  const content = useMemo(() => ({ lines, events, range, smoothing }), [lines, events, range, smoothing]);
  const onRange = useMemo(() => (next: ChartView["range"]) => onView({ range: next }), [onView]);
  return (
    <section className="card min-w-0 px-4 pt-3 pb-2" aria-label={title}>
      <header className="mb-2 flex items-start justify-between gap-2">
        <div className="min-w-0 flex-1">
          <h3 className="truncate font-semibold" title={title}>
            {title}
          </h3>
          <ChartReadOut lines={lines} events={events} format={format} link={link} />
        </div>
        <button
          type="button"
          aria-pressed={log}
          aria-label={`Log axis of ${title.toLowerCase()}`}
          onClick={() => onView({ log: log ? view.log.filter((each) => each !== id) : [...view.log, id] })}
          className="button"
        >
          Log
        </button>
        <ChartMenu title={title} lines={lines} target={target} />
      </header>
      <div
        className={`relative ${isEmpty && lines.length > 0 ? "*:first:invisible" : ""}`}
        style={{ height }}
      >
        {lines.length > 0 && (
          <PlotView
            content={content}
            log={log}
            x={stage.x}
            height={height}
            description={describeChart(title, { lines, format })}
            link={link}
            onRange={onRange}
            target={target}
          />
        )}
        {isEmpty && (
          <p className="pointer-events-none absolute inset-0 grid place-items-center text-faint">
            {props.waiting}
          </p>
        )}
      </div>
    </section>
  );
}
