import { appendColumn, packColumns, unpackColumns } from "./packed-columns.ts";

/** Values of one metric in the order of their positions, in columns of the same length. */
export interface SeriesPoints {
  readonly seq: Float64Array;
  /** NaN where no step was reported yet. */
  readonly step: Float64Array;
  /** Milliseconds since the epoch. */
  readonly time: Float64Array;
  /** As reported; what is not finite is itself. */
  readonly value: Float64Array;
}

/** What is kept of some consecutive values of one metric, all of one attempt. `null` stands for none. */
export interface SeriesSummary {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly attempt: number;
  readonly count: number;
  readonly nan: number;
  readonly positiveInfinity: number;
  readonly negativeInfinity: number;
  /** The least finite value. */
  readonly min: number | null;
  /** The greatest finite value. */
  readonly max: number | null;
  /** The last value; null if it is not finite. */
  readonly last: number | null;
  readonly firstStep: number | null;
  readonly lastStep: number | null;
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  /** Whether each value has a step and a time, and neither goes back: then first and last are their bounds. */
  readonly ordered: boolean;
}

/** What the points of several metrics may share. */
export function packAxes({ seq, step, time }: Omit<SeriesPoints, "value">): Uint8Array {
  return packColumns([seq, step, time]);
}

/** The points as they are stored. */
export function packPoints(points: SeriesPoints, packedAxes = packAxes(points)): Uint8Array {
  return appendColumn(packedAxes, points.value);
}

/** Reads what `packPoints` wrote. */
export function unpackPoints(bytes: Uint8Array): SeriesPoints {
  const none = new Float64Array();
  const [seq = none, step = none, time = none, value = none] = unpackColumns(bytes);
  return { seq, step, time, value };
}

/** The summary of the points from index `start` to before `end`, at least one. */
export function summarize(
  points: SeriesPoints,
  attempt: number,
  { start, end }: { start: number; end: number } = { start: 0, end: points.seq.length },
): SeriesSummary {
  const { seq, step, time, value } = points;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let nan = 0;
  let positiveInfinity = 0;
  let negativeInfinity = 0;
  let ordered = true;
  for (let index = start; index < end; index += 1) {
    const each = at(value, index);
    if (Number.isNaN(each)) nan += 1;
    else if (each === Number.POSITIVE_INFINITY) positiveInfinity += 1;
    else if (each === Number.NEGATIVE_INFINITY) negativeInfinity += 1;
    else {
      if (each < min) min = each;
      if (each > max) max = each;
    }
    const before = Math.max(index - 1, start);
    // Comparing with NaN is false, so that a missing step or time is no order.
    ordered &&= at(step, before) <= at(step, index) && at(time, before) <= at(time, index);
  }
  const count = end - start;
  const finite = count - nan - positiveInfinity - negativeInfinity;
  return {
    firstSeq: at(seq, start),
    lastSeq: at(seq, end - 1),
    attempt,
    count,
    nan,
    positiveInfinity,
    negativeInfinity,
    min: finite > 0 ? min : null,
    max: finite > 0 ? max : null,
    last: finiteOrNull(at(value, end - 1)),
    firstStep: finiteOrNull(at(step, start)),
    lastStep: finiteOrNull(at(step, end - 1)),
    firstTime: finiteOrNull(at(time, start)),
    lastTime: finiteOrNull(at(time, end - 1)),
    ordered,
  };
}

/** The points for which `holds` says yes, by index. */
export function filterPoints(points: SeriesPoints, holds: (index: number) => boolean): SeriesPoints {
  const kept = (column: Float64Array) => column.filter((_value, index) => holds(index));
  const { seq, step, time, value } = points;
  return { seq: kept(seq), step: kept(step), time: kept(time), value: kept(value) };
}

function at(column: Float64Array, index: number): number {
  return column[index] ?? Number.NaN;
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
