/**
 * A seeded source of random numbers (mulberry32): the same seed gives the same training, bit for bit. Good
 * enough for shuffling and initial weights, unfit for secrets.
 */
export class Random {
  #state: number;

  /** @param seed any integer; only its lowest 32 bits count. */
  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** The next number, uniform in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Uniform in [-amplitude, amplitude). */
  around(amplitude: number): number {
    return (2 * this.next() - 1) * amplitude;
  }

  /** Normally distributed with mean 0 and deviation 1 (Box-Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** Shuffles the items in place (Fisher-Yates). */
  shuffle(items: unknown[]): void {
    for (let last = items.length - 1; last > 0; last -= 1) {
      const chosen = Math.floor(this.next() * (last + 1));
      [items[last], items[chosen]] = [items[chosen], items[last]];
    }
  }
}
