import { useSyncExternalStore } from "react";
import { readingText } from "../reading.ts";
import type { ChartLine, EventMark } from "./chart-spec.ts";
import type { CursorLink } from "./cursor-link.ts";
import { pointReading } from "./point-reading.ts";
import { xInWords } from "./x-axis.ts";

/** What `ChartReadOut` shows: the values under the pointer, or the newest. */
export interface ChartReadOutProps {
  readonly lines: readonly ChartLine[];
  readonly events: readonly EventMark[];
  readonly format: (value: number) => string;
  readonly link: CursorLink;
}

/** How near to the pointer an event is told of, as a part of what is drawn. */
const nearby = 0.01;

/** More readings would take the place of the chart. */
const toldAtMost = 8;

/** A chart's legend and read-out, of fixed height for one line. */
export function ChartReadOut({ lines, events, format, link }: ChartReadOutProps) {
  const x = useSyncExternalStore(link.subscribe, link.get);
  const first = lines[0];
  const event = x === null ? undefined : nearestEvent(events, lines, x);
  return (
    <div className="flex min-h-5 flex-wrap items-center gap-x-4 gap-y-0.5">
      {lines.slice(0, toldAtMost).map((line) => (
        <Reading
          key={`${line.label} ${line.name}`}
          line={line}
          x={x}
          format={format}
          isNamed={lines.length > 1}
        />
      ))}
      {lines.length > toldAtMost && <span className="text-faint">and {lines.length - toldAtMost} more</span>}
      {x !== null && first !== undefined && (
        <span className="whitespace-nowrap text-faint">{xInWords(first.history.xName, x)}</span>
      )}
      {event !== undefined && <span className="min-w-0 truncate text-muted">{event.text}</span>}
    </div>
  );
}

interface ReadingProps {
  readonly line: ChartLine;
  readonly x: number | null;
  readonly format: (value: number) => string;
  readonly isNamed: boolean;
}

function Reading({ line, x, format, isNamed }: ReadingProps) {
  const { reading, low, high } = pointReading(line.history.series(line.name), x);
  const isBad = reading.kind === "nonfinite";
  const dash = line.dash ? { borderTopStyle: "dashed" as const } : {};
  return (
    <span className="flex min-w-0 items-center gap-1.5 whitespace-nowrap">
      <span
        aria-hidden="true"
        className="w-3 shrink-0 border-t-2"
        style={{ borderColor: `var(${line.color})`, ...dash }}
      />
      {isNamed && <span className="max-w-40 truncate text-muted">{line.label}</span>}
      <span className={isBad ? "font-semibold text-bad" : "font-medium text-ink"}>
        {readingText(reading, format)}
      </span>
      {x !== null && low < high && (
        <span className="text-xs text-faint">
          {format(low)} to {format(high)}
        </span>
      )}
    </span>
  );
}

function nearestEvent(
  events: readonly EventMark[],
  lines: readonly ChartLine[],
  x: number,
): EventMark | undefined {
  const spans = lines.flatMap(({ history, name }) => history.series(name)?.span ?? []);
  const width = Math.max(...spans.map(({ to }) => to)) - Math.min(...spans.map(({ from }) => from));
  return events.findLast((event) => Math.abs(event.x - x) <= width * nearby);
}

/** The newest values in words, as the chart's accessible description. */
export function describeChart(
  title: string,
  { lines, format }: Pick<ChartReadOutProps, "lines" | "format">,
): string {
  const kind = lines[0]?.history.xName ?? "step";
  const newest = lines.map(({ history, name, label }) => {
    const { x, reading } = pointReading(history.series(name), null);
    const where = x === null ? "" : kind === "time" ? ` ${xInWords(kind, x)}` : ` at ${xInWords(kind, x)}`;
    return `${label} ${readingText(reading, format)}${where}`;
  });
  return `Chart of ${title.toLowerCase()} by ${kind}. Newest: ${newest.join(", ") || "nothing reported"}.`;
}
