/** A value that can be read at any time and watched; fits React's `useSyncExternalStore` as it is. */
export interface Observable<T> {
  /** The value now. The same object until it changes. */
  readonly get: () => T;
  /** Calls `listener` after every change, until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** An observable that its owner sets. */
export class ObservableValue<T> implements Observable<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  };

  /** Replaces the value and tells every listener. */
  set(value: T): void {
    this.#value = value;
    for (const listener of this.#listeners) callSafely(listener);
  }

  /** Forgets every listener; the value stays readable. */
  silence(): void {
    this.#listeners.clear();
  }
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
