/** Student's t at 97.5 %, for 1, 2, 3 … degrees of freedom; beyond the list the last one is a little too wide. */
const t975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045,
] as const;

/** A ratio and the interval that holds it with 95 % confidence. */
export interface RatioInterval {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** The ratio of paired measurements: mean and 95 % interval (Student's t) of the logarithms of each pair's ratio. */
export function ratioInterval(pairs: readonly (readonly [number, number])[]): RatioInterval {
  const logs = pairs.map(([one, other]) => Math.log(one / other));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1);
  const t = t975[Math.min(logs.length - 1, t975.length) - 1] ?? Number.NaN;
  const half = t * Math.sqrt(variance / logs.length);
  return { ratio: Math.exp(mean), low: Math.exp(mean - half), high: Math.exp(mean + half) };
}
