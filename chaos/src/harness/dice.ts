import { createHash } from "node:crypto";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Random decisions from a seed. Each actor rolls its own, so that one's haste does not change what another does. */
export class Dice {
  readonly seed: number;
  readonly #source;

  constructor(seed: number) {
    this.seed = seed;
    this.#source = xoroshiro128plus(seed);
  }

  /** The dice of an actor of this name: the same for the same seed and name. */
  fork(name: string): Dice {
    return new Dice(createHash("sha256").update(`${this.seed} ${name}`).digest().readInt32LE(0));
  }

  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number {
    return uniformInt(this.#source, from, to);
  }

  /** True in so many of 100 cases. */
  percent(chance: number): boolean {
    return this.int(1, 100) <= chance;
  }

  /** One of the list, each as likely. */
  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.int(0, list.length - 1)] ?? list[0];
  }
}
