/** Where on x the pointer is, for all charts of a page together. */
export class CursorLink {
  readonly #listeners = new Set<() => void>();
  #x: number | null = null;

  /** The x that is pointed at; null: none. */
  readonly get = (): number | null => this.#x;

  /** Calls back when the pointer has moved. Returns the way to stop. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Tells all charts where the pointer is. */
  point(x: number | null): void {
    if (x === this.#x) return;
    this.#x = x;
    for (const listener of this.#listeners) listener();
  }
}
