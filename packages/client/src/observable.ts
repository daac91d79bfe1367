import type { Pace } from "./pace.ts";

/** A value that can be read at any time and watched; fits React's `useSyncExternalStore` as it is. */
export interface Observable<T> {
  /** The value now. The same object until it changes. */
  readonly get: () => T;
  /**
   * Calls `listener` after a change, until the returned function is called. Changes that follow one another
   * within a frame (16 ms) may be told by one call.
   */
  readonly subscribe: (listener: () => void) => () => void;
}

/** An observable that its owner sets. */
export class ObservableValue<T> implements Observable<T> {
  #value: T;
  readonly #pace: Pace | null;
  readonly #listeners = new Set<() => void>();

  /** @param pace how often listeners are told; null: of every change at once */
  constructor(value: T, pace: Pace | null = null) {
    this.#value = value;
    this.#pace = pace;
  }

  readonly get = (): T => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  };

  /** Replaces the value and tells every listener, at the pace. */
  set(value: T): void {
    this.#value = value;
    if (this.#pace === null) this.#tell();
    else this.#pace.request(this.#tell);
  }

  /** Tells at once what the pace holds back. */
  flush(): void {
    this.#pace?.flush(this.#tell);
  }

  /** Forgets every listener; the value stays readable. */
  silence(): void {
    this.#pace?.cancel();
    this.#listeners.clear();
  }

  readonly #tell = (): void => {
    for (const listener of this.#listeners) callSafely(listener);
  };
}

/** A listener's own error reaches the platform's handler and harms neither the client nor other listeners. */
function callSafely(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
