import { nextTurn } from "./next-turn.ts";
import { Turns } from "./turns.ts";

/** How much of a turn of the event loop goes to work that can wait, in milliseconds; the last slice may exceed it. */
const budgetMs = 4;

/**
 * Work of a whole server that can wait, such as catching viewers up: done in slices, one after another, and only
 * so many a turn that live updates, whose turn it is too, are not held up by however many wait.
 */
export class Slices {
  readonly #turns = new Turns();
  #spentMs = 0;

  /** Runs a slice, of about a millisecond, in its turn. Rejects as the slice does. */
  run(slice: () => Promise<void>): Promise<void> {
    return this.#turns.run(async () => {
      const beganMs = performance.now();
      try {
        await slice();
      } finally {
        this.#spentMs += performance.now() - beganMs;
        if (this.#spentMs >= budgetMs) {
          await nextTurn();
          this.#spentMs = 0;
        }
      }
    });
  }
}
