import { packAxes, packPoints, type SeriesPoints, summarize } from "./series-points.ts";
import type { SeriesChunk } from "./series-store.ts";

/** Where an update stands, for the axes of its values. */
export interface SeriesPlace {
  readonly seq: number;
  readonly attempt: number;
  /** NaN if none was reported yet. */
  readonly step: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** Values of one metric: each is in a row of the block. */
export interface Column {
  readonly rows: number[];
  readonly values: number[];
}

/** The values of one attempt's newest updates, not stored yet: rows of places, shared by columns of values. */
export class OpenBlock {
  readonly attempt: number;
  readonly #seqs: number[] = [];
  readonly #steps: number[] = [];
  readonly #times: number[] = [];
  readonly #columns = new Map<string, Column>();
  #size = 0;
  #lastSeq = 0;

  constructor(attempt: number) {
    this.attempt = attempt;
  }

  /** How many values it holds. */
  get size(): number {
    return this.#size;
  }

  /** The column of a metric, begun if it has none. */
  column(metric: string): Column {
    let column = this.#columns.get(metric);
    if (!column) {
      column = { rows: [], values: [] };
      this.#columns.set(metric, column);
    }
    return column;
  }

  /** Adds a value of the newest update to a column of this block. */
  add(place: SeriesPlace, column: Column, value: number): void {
    if (this.#lastSeq !== place.seq) {
      this.#lastSeq = place.seq;
      this.#seqs.push(place.seq);
      this.#steps.push(place.step);
      this.#times.push(place.time);
    }
    column.rows.push(this.#seqs.length - 1);
    column.values.push(value);
    this.#size += 1;
  }

  /** The values of a metric; empty if it has none. */
  points(metric: string): SeriesPoints {
    const { rows, values } = this.#columns.get(metric) ?? { rows: [], values: [] };
    return { ...this.#axesOf(rows), value: new Float64Array(values) };
  }

  /** One chunk a metric. */
  chunks(): SeriesChunk[] {
    const all = this.#axesOf(this.#seqs);
    const packedAll = packAxes(all);
    return [...this.#columns].map(([metric, { rows, values }]) => {
      const isInEach = rows.length === this.#seqs.length;
      const points = { ...(isInEach ? all : this.#axesOf(rows)), value: new Float64Array(values) };
      const packed = packPoints(points, isInEach ? packedAll : packAxes(points));
      return { metric, summary: summarize(points, this.attempt), packed };
    });
  }

  /** The axes of a column; of one that has a value in each row they are those of the block. */
  #axesOf(rows: readonly number[]): Omit<SeriesPoints, "value"> {
    if (rows.length === this.#seqs.length) {
      return {
        seq: new Float64Array(this.#seqs),
        step: new Float64Array(this.#steps),
        time: new Float64Array(this.#times),
      };
    }
    return { seq: pick(this.#seqs, rows), step: pick(this.#steps, rows), time: pick(this.#times, rows) };
  }
}

/** The entries of an axis at these rows. A plain loop: `Float64Array.from` with a function takes twenty times longer. */
function pick(axis: readonly number[], rows: readonly number[]): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index += 1) picked[index] = axis[rows[index] ?? 0] ?? Number.NaN;
  return picked;
}
