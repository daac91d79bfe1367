import type { Clock } from "../core/clock.ts";

interface Looking {
  readonly intervalMs: number;
  readonly look: () => void;
  dueMs: number;
}

/** A clock that stands still until it is told to go on. */
export class ManualClock implements Clock {
  readonly #looking = new Set<Looking>();
  #nowMs: number;

  constructor(startIso = "2026-01-01T00:00:00.000Z") {
    this.#nowMs = Date.parse(startIso);
  }

  nowMs(): number {
    return this.#nowMs;
  }

  every(intervalMs: number, look: () => void): () => void {
    const looking = { intervalMs, look, dueMs: this.#nowMs + intervalMs };
    this.#looking.add(looking);
    return () => {
      this.#looking.delete(looking);
    };
  }

  /** Goes on; each look happens at its time. */
  pass(seconds: number): void {
    const untilMs = this.#nowMs + seconds * 1000;
    for (;;) {
      const [next] = [...this.#looking]
        .filter(({ dueMs }) => dueMs <= untilMs)
        .sort((a, b) => a.dueMs - b.dueMs);
      if (!next) break;
      this.#nowMs = next.dueMs;
      next.dueMs += next.intervalMs;
      next.look();
    }
    this.#nowMs = untilMs;
  }
}
