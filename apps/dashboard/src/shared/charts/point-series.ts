import type { Nonfinite } from "@trainwire/protocol";

/** A reported value that was not finite, and where it stands. */
export interface NonfiniteMark {
  readonly x: number;
  readonly value: Nonfinite["value"];
}

/** The points of one run of a line; `y` is NaN where the reported value was not finite. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

const initialCapacity = 256;

/**
 * The reported values of one metric, in order of x. Appending is amortised O(1); nothing is computed again for
 * older points. x never goes back: points that a later attempt overtakes move to `superseded`.
 */
export class PointSeries {
  #x = new Float64Array(initialCapacity);
  #y = new Float64Array(initialCapacity);
  #length = 0;
  readonly #superseded: Points[] = [];
  readonly #nonfinite: NonfiniteMark[] = [];
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #minPositive = Number.POSITIVE_INFINITY;
  #maxX = Number.NEGATIVE_INFINITY;

  /** Points of the current line. */
  get length(): number {
    return this.#length;
  }

  /** The current line; views into the live buffers, valid until the next append. */
  get points(): Points {
    return { x: this.#x.subarray(0, this.#length), y: this.#y.subarray(0, this.#length) };
  }

  /** What earlier attempts reported beyond the step where a later one began. */
  get superseded(): readonly Points[] {
    return this.#superseded;
  }

  /** Every value that was not finite, of all attempts. */
  get nonfinite(): readonly NonfiniteMark[] {
    return this.#nonfinite;
  }

  /** Least and greatest finite value ever drawn, and the least positive one; infinite while there is none. */
  get extent(): { readonly min: number; readonly max: number; readonly minPositive: number } {
    return { min: this.#min, max: this.#max, minPositive: this.#minPositive };
  }

  /** First and last x ever drawn, or null while there is none. */
  get span(): { readonly from: number; readonly to: number } | null {
    const first = [this.#x.subarray(0, this.#length), ...this.#superseded.map((points) => points.x)].flatMap(
      (x) => x[0] ?? [],
    );
    return first.length === 0 ? null : { from: Math.min(...first), to: this.#maxX };
  }

  /** Adds a reported value. At the x of the last point it replaces it; before that x it begins a new line. */
  append(x: number, value: number | Nonfinite["value"]): void {
    const last = this.#x[this.#length - 1];
    if (last !== undefined && x < last) this.rewind(x);
    else if (x === last) this.#length -= 1;
    if (this.#length === this.#x.length) this.#grow();
    this.#x[this.#length] = x;
    this.#y[this.#length] = typeof value === "number" ? value : Number.NaN;
    this.#length += 1;
    this.#maxX = Math.max(this.#maxX, x);
    if (typeof value === "number") this.#widen(value);
    else this.#nonfinite.push({ x, value });
  }

  /** Moves the points from x on to `superseded`, since a later attempt goes on from there. */
  rewind(x: number): void {
    const from = firstAtOrAfter(this.points.x, x);
    if (from === this.#length) return;
    // One point more, so that the older line is seen to leave the current one.
    const start = Math.max(0, from - 1);
    this.#superseded.push({
      x: this.#x.slice(start, this.#length),
      y: this.#y.slice(start, this.#length),
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

  #widen(value: number): void {
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
    if (value > 0) this.#minPositive = Math.min(this.#minPositive, value);
  }

  #grow(): void {
    const x = new Float64Array(this.#x.length * 2);
    const y = new Float64Array(this.#y.length * 2);
    x.set(this.#x);
    y.set(this.#y);
    this.#x = x;
    this.#y = y;
  }
}

function firstAtOrAfter(xs: Float64Array, x: number): number {
  let low = 0;
  let high = xs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((xs[middle] ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
