/** The port to time, for what the server does by itself and not because somebody asked. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
  /** Calls `look` again and again. Returns a function that ends it. */
  every(intervalMs: number, look: () => void): () => void;
}

/** The machine's own time. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  every(intervalMs, look) {
    const timer = setInterval(look, intervalMs);
    return () => clearInterval(timer);
  },
};
