/** Which reports are made, and when. Report k is of training k modulo their number, and due k intervals after the start. */
export interface Schedule {
  readonly trainIds: readonly string[];
  /** Reports in all. */
  readonly reports: number;
  readonly intervalMs: number;
}

/** Milliseconds of the machine's monotonic clock, which is the same in every process (CLOCK_MONOTONIC). */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
