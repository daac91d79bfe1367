import type { SeriesHistory } from "./series-history.ts";
import type { XRange } from "./x-axis.ts";

/** One line of a chart. */
export interface ChartLine {
  readonly history: SeriesHistory;
  /** Name of the series it draws. */
  readonly name: string;
  readonly label: string;
  /** A token of the style sheet, such as `--series-1`. */
  readonly color: string;
  /** Lengths of dashes and gaps, in CSS pixels; default: drawn through. */
  readonly dash?: readonly number[];
  /** Marks every point: for values reported now and then, as eval loss is. Default false. */
  readonly marked?: boolean;
}

/** Something that happened to a training, on its x axis. */
export interface EventMark {
  readonly x: number;
  readonly text: string;
  readonly tone: "plain" | "good" | "warn" | "bad";
}

/** How charts are looked at: all of a page alike, except for the log axes. */
export interface ChartView {
  /** Null: everything, with what is to come. */
  readonly range: XRange | null;
  /** From 0 (none) to below 1. */
  readonly smoothing: number;
  /** Ids of the charts with a logarithmic axis. */
  readonly log: readonly string[];
}
