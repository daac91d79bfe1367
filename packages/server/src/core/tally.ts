/** How often values fell into each range: what a histogram is made of. Adding costs a short search and no allocation. */
export class Tally {
  /** Upper bounds of the ranges, rising; one more range is open. */
  readonly bounds: readonly number[];
  readonly counts: number[];
  sum = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  /** Counts one value. */
  add(value: number): void {
    let range = 0;
    while (range < this.bounds.length && value > (this.bounds[range] ?? 0)) range += 1;
    this.counts[range] = (this.counts[range] ?? 0) + 1;
    this.sum += value;
  }
}
