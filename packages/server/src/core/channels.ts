import type { Training } from "./training.ts";

/**
 * Gives each training that is followed in the second version a number, the same on all sockets: so that its runs
 * are worded once for all viewers. A number is never used again.
 */
export class Channels {
  readonly #numbers = new WeakMap<Training, number>();
  #next = 0;

  /** The number of a training while it is in use. */
  of(training: Training): number {
    const known = this.#numbers.get(training);
    if (known !== undefined) return known;
    const number = this.#next;
    this.#next += 1;
    this.#numbers.set(training, number);
    return number;
  }
}
