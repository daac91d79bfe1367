/** How many of something each key holds at the same time. */
export class Quota {
  readonly #limit: number;
  readonly #held = new Map<string, number>();

  /** @param limit Most that a key may hold. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes one, if the key may hold another. */
  take(key: string): boolean {
    const held = this.#held.get(key) ?? 0;
    if (held >= this.#limit) return false;
    this.#held.set(key, held + 1);
    return true;
  }

  /** Gives one back. */
  release(key: string): void {
    const held = (this.#held.get(key) ?? 0) - 1;
    if (held > 0) this.#held.set(key, held);
    else this.#held.delete(key);
  }
}
