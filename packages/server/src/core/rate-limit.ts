/** Most keys that are told apart in a window; beyond, strangers share one count. */
const maxKeys = 100_000;

/** Counts by key within windows of a minute. Memory is bounded whatever keys come. */
export class RateLimit {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #counts = new Map<string, number>();
  #endsAtMs = 0;

  /** @param limit How many a key may take in a window. */
  constructor(limit: number, windowMs = 60_000) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /**
   * Counts one.
   * @returns 0 if it fits, else how many seconds to wait.
   */
  take(key: string, nowMs: number): number {
    const waitSeconds = this.waitOf(key, nowMs);
    if (waitSeconds > 0) return waitSeconds;
    const known = this.#counts.has(key) || this.#counts.size < maxKeys ? key : "";
    this.#counts.set(known, (this.#counts.get(known) ?? 0) + 1);
    return 0;
  }

  /** How many seconds a key has to wait before it may take one; 0 if it may now. */
  waitOf(key: string, nowMs: number): number {
    // The clock may have been set back: no window lasts longer than it should.
    if (nowMs >= this.#endsAtMs || nowMs < this.#endsAtMs - this.#windowMs) {
      this.#counts.clear();
      this.#endsAtMs = nowMs + this.#windowMs;
    }
    const known = this.#counts.has(key) || this.#counts.size < maxKeys ? key : "";
    if ((this.#counts.get(known) ?? 0) < this.#limit) return 0;
    return Math.max(1, Math.ceil((this.#endsAtMs - nowMs) / 1000));
  }
}
