/** Bounds of the delay before trying again, in milliseconds. */
export interface Backoff {
  readonly minMs: number;
  readonly maxMs: number;
}

/**
 * The delay before trying again after `failures` failures in a row, in milliseconds: anywhere between 0 and a
 * bound that begins at `minMs` and doubles up to `maxMs` (full jitter, so that many viewers do not return at
 * once). `random` is a number from 0 up to 1.
 */
export function fullJitterMs(failures: number, backoff: Backoff, random: number): number {
  return random * Math.min(backoff.maxMs, backoff.minMs * 2 ** Math.min(failures, 30));
}

/** As many times the longest delay of the backoff is waited for what trying again hardly mends. */
const sparseFactor = 15;

/** The delay before trying again what only somebody's doing mends, in milliseconds: half to all of a long time. */
export function sparseMs(backoff: Backoff, random: number): number {
  return backoff.maxMs * sparseFactor * (0.5 + random / 2);
}

/** The same growing bound without jitter, in milliseconds: for polls, which spread by themselves. */
export function boundedGrowthMs(failures: number, firstMs: number, maxMs: number): number {
  return Math.min(Math.max(firstMs, maxMs), firstMs * 2 ** Math.min(failures, 30));
}
