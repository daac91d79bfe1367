/** The median of the newest numbers of a series, kept up with each. */
export class RunningMedian {
  readonly #size: number;
  readonly #inOrder: number[] = [];
  readonly #sorted: number[] = [];

  /** @param size How many of the newest it is of. */
  constructor(size: number) {
    this.#size = size;
  }

  /** How many numbers it is of. */
  get count(): number {
    return this.#inOrder.length;
  }

  /** NaN while there is none. */
  get value(): number {
    const middle = this.#sorted.length >> 1;
    const upper = this.#sorted[middle] ?? Number.NaN;
    return this.#sorted.length % 2 === 1 ? upper : ((this.#sorted[middle - 1] ?? Number.NaN) + upper) / 2;
  }

  /** Takes in the next number; the oldest makes room. */
  add(value: number): void {
    this.#inOrder.push(value);
    this.#sorted.splice(this.#placeOf(value), 0, value);
    if (this.#inOrder.length <= this.#size) return;
    const oldest = this.#inOrder.shift();
    if (oldest !== undefined) this.#sorted.splice(this.#placeOf(oldest), 1);
  }

  /** Where a number stands, or would: the first place with none below it. */
  #placeOf(value: number): number {
    let [from, to] = [0, this.#sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#sorted[middle] ?? value) < value) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
