/** How long the suite waits for what must happen, in milliseconds. */
export interface Bands {
  /** For what a clause wants within a second or "at once". */
  readonly promptMs: number;
  /** For what must happen, but need not happen at once. */
  readonly eventualMs: number;
  /** One second of a clause's text, in milliseconds. */
  readonly secondMs: number;
}

/** The time bands, scaled: 1 is real time, more gives a slow target more time. */
export function timeBands(scale: number): Bands {
  return { promptMs: 1000 * scale, eventualMs: 5000 * scale, secondMs: 1000 * scale };
}
