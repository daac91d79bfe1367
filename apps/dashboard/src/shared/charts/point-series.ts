import type { Nonfinite } from "@trainwire/protocol";

/** A reported value that was not finite, and where it stands. */
export interface NonfiniteMark {
  readonly x: number;
  readonly value: Nonfinite["value"];
}

/**
 * The points of one run of a line. A point is one value, or a bucket of values that the server joined: then `y` is
 * its last value, and `low` to `high` are its extremes. NaN where nothing finite was reported: there the line is broken.
 */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Least and greatest finite value, and the least positive one; infinite while there is none. */
export interface Extent {
  readonly min: number;
  readonly max: number;
  readonly minPositive: number;
}

const initialCapacity = 256;
const columns = ["x", "y", "low", "high"] as const;

/**
 * The reported values of one metric, in order of x. Appending is amortised O(1); nothing is computed again for
 * older points. x never goes back: points that a later attempt overtakes move to `superseded`.
 */
export class PointSeries {
  readonly #joins: boolean;
  #buffers = emptyBuffers(initialCapacity);
  #length = 0;
  readonly #superseded: Points[] = [];
  readonly #nonfinite: NonfiniteMark[] = [];
  #maxX = Number.NEGATIVE_INFINITY;

  /** @param joins whether a value at the x of the last point joins it, instead of taking its place */
  constructor({ joins = false }: { readonly joins?: boolean } = {}) {
    this.#joins = joins;
  }

  /** Points of the current line. */
  get length(): number {
    return this.#length;
  }

  /** The current line; views into the live buffers, valid until the next append. */
  get points(): Points {
    return cut(this.#buffers, 0, this.#length);
  }

  /** What earlier attempts reported beyond the step where a later one began. */
  get superseded(): readonly Points[] {
    return this.#superseded;
  }

  /** Every value that was not finite, of all attempts. */
  get nonfinite(): readonly NonfiniteMark[] {
    return this.#nonfinite;
  }

  /** First and last x ever drawn, or null while there is none. */
  get span(): { readonly from: number; readonly to: number } | null {
    const first = this.#runs().flatMap(({ x }) => x[0] ?? []);
    return first.length === 0 ? null : { from: Math.min(...first), to: this.#maxX };
  }

  /** The extent of everything drawn whose x lies between `from` and `to`. */
  extent(from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY): Extent {
    const found = { min: Infinity, max: -Infinity, minPositive: Infinity };
    for (const run of this.#runs()) {
      for (let i = firstAtOrAfter(run.x, from); i < run.x.length && (run.x[i] ?? to) <= to; i += 1)
        widen(found, run.low[i] ?? Number.NaN, run.high[i] ?? Number.NaN);
    }
    return found;
  }

  /** Adds a reported value. At the x of the last point it takes its place; before that x it begins a new line. */
  append(x: number, value: number | Nonfinite["value"]): void {
    const y = typeof value === "number" ? value : Number.NaN;
    this.appendBucket(x, { last: y, low: y, high: y });
    if (typeof value !== "number") this.mark(x, value);
  }

  /** Adds what the server joined to one point; `low` and `high` are NaN if nothing of it is finite. */
  appendBucket(x: number, bucket: { last: number; low: number; high: number }): void {
    let { low, high } = bucket;
    const before = this.#buffers.x[this.#length - 1];
    if (before !== undefined && x < before) this.rewind(x);
    else if (x === before) {
      this.#length -= 1;
      if (this.#joins) {
        low = lesser(low, this.#buffers.low[this.#length]);
        high = greater(high, this.#buffers.high[this.#length]);
      }
    }
    if (this.#length === this.#buffers.x.length) this.#grow();
    this.#buffers.x[this.#length] = x;
    this.#buffers.y[this.#length] = Number.isNaN(bucket.last) ? high : bucket.last;
    this.#buffers.low[this.#length] = low;
    this.#buffers.high[this.#length] = high;
    this.#length += 1;
    this.#maxX = Math.max(this.#maxX, x);
  }

  /** Marks that a value at x was not finite. */
  mark(x: number, value: Nonfinite["value"]): void {
    this.#nonfinite.push({ x, value });
  }

  /** Breaks the line after its last point, as between attempts on an axis of time. */
  breakLine(): void {
    const last = this.#buffers.x[this.#length - 1];
    if (last === undefined) return;
    // A point has to lie behind the last one, or it would take its place.
    this.appendBucket(last + 1e-9 * Math.max(1, Math.abs(last)), { last: NaN, low: NaN, high: NaN });
  }

  /** Moves the points from x on to `superseded`, since a later attempt goes on from there. */
  rewind(x: number): void {
    const from = firstAtOrAfter(this.points.x, x);
    if (from === this.#length) return;
    // One point more, so that the older line is seen to leave the current one.
    const overtaken = cut(this.#buffers, Math.max(0, from - 1), this.#length);
    this.#superseded.push({
      x: overtaken.x.slice(),
      y: overtaken.y.slice(),
      low: overtaken.low.slice(),
      high: overtaken.high.slice(),
    });
    this.#length = from;
  }

  /** Index of the point whose x is nearest, or null while there is none. */
  nearest(x: number): number | null {
    if (this.#length === 0) return null;
    const xs = this.points.x;
    const after = Math.min(firstAtOrAfter(xs, x), this.#length - 1);
    const before = Math.max(0, after - 1);
    return x - (xs[before] ?? 0) < (xs[after] ?? 0) - x ? before : after;
  }

  #runs(): readonly Points[] {
    return [this.points, ...this.#superseded];
  }

  #grow(): void {
    const larger = emptyBuffers(this.#buffers.x.length * 2);
    for (const column of columns) larger[column].set(this.#buffers[column]);
    this.#buffers = larger;
  }
}

/** Index of the first entry that is not below x. */
export function firstAtOrAfter(xs: Float64Array, x: number): number {
  let low = 0;
  let high = xs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((xs[middle] ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

function emptyBuffers(capacity: number): Points {
  const column = (): Float64Array => new Float64Array(capacity);
  return { x: column(), y: column(), low: column(), high: column() };
}

function cut({ x, y, low, high }: Points, from: number, to: number): Points {
  return {
    x: x.subarray(from, to),
    y: y.subarray(from, to),
    low: low.subarray(from, to),
    high: high.subarray(from, to),
  };
}

function lesser(a: number, b = Number.NaN): number {
  return Number.isNaN(a) || b < a ? b : a;
}

function greater(a: number, b = Number.NaN): number {
  return Number.isNaN(a) || b > a ? b : a;
}

function widen(extent: { -readonly [K in keyof Extent]: number }, low: number, high: number): void {
  if (Number.isNaN(low)) return;
  extent.min = Math.min(extent.min, low);
  extent.max = Math.max(extent.max, high);
  const positive = low > 0 ? low : high;
  if (positive > 0) extent.minPositive = Math.min(extent.minPositive, positive);
}
