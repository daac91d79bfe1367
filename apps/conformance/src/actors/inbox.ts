import { ConformanceError } from "../errors.ts";

/** What a socket brought: a message, one that broke its schema, or its end. */
export type Incoming<M> =
  | { readonly kind: "message"; readonly message: M }
  | { readonly kind: "violation"; readonly problem: string }
  | { readonly kind: "closed"; readonly code: number };

/** What a socket brought and no expectation has taken yet, in order. One reader at a time. */
export class Inbox<M> {
  readonly #waiting: Incoming<M>[] = [];
  #reader: ((incoming: Incoming<M>) => void) | undefined;

  /** Adds what came last. */
  push(incoming: Incoming<M>): void {
    if (this.#reader) this.#reader(incoming);
    else this.#waiting.push(incoming);
  }

  /**
   * Takes the oldest, waiting for it if need be.
   *
   * @throws ConformanceError `expectation` if nothing comes within `withinMs`.
   */
  take(withinMs: number, expected: string): Promise<Incoming<M>> {
    const oldest = this.#waiting.shift();
    if (oldest) return Promise.resolve(oldest);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#reader = undefined;
        const message = `expected ${expected} within ${Math.round(withinMs)} ms, but nothing came`;
        reject(new ConformanceError("expectation", message));
      }, withinMs);
      this.#reader = (incoming) => {
        clearTimeout(timer);
        this.#reader = undefined;
        resolve(incoming);
      };
    });
  }
}
