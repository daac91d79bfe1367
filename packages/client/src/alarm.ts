import type { Platform } from "./platform.ts";

/** One timer that can be set again: setting it replaces what was set before. */
export class Alarm {
  readonly #after: Platform["after"];
  #cancel: (() => void) | null = null;

  /** @param after the platform's `after` or `afterInBackground` */
  constructor(after: Platform["after"]) {
    this.#after = after;
  }

  /** Calls back once after `delayMs`, unless set again or cleared before. */
  set(delayMs: number, callback: () => void): void {
    this.clear();
    this.#cancel = this.#after(delayMs, () => {
      this.#cancel = null;
      callback();
    });
  }

  /** Whether it is going to call back. */
  get isSet(): boolean {
    return this.#cancel !== null;
  }

  /** Nothing fires after this. */
  clear(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
