import { formatAmount, formatCount, formatMeasure } from "./number.ts";

/** Samples per second: "1.2 k samples/s". */
export function formatSamplesPerSecond(value: number): string {
  return `${formatAmount(value)} samples/s`;
}

/** Tokens per second: "12.4 k tokens/s". */
export function formatTokensPerSecond(value: number): string {
  return `${formatAmount(value)} tokens/s`;
}

/** Memory in GiB: "18.5 GiB". */
export function formatGiB(value: number): string {
  return `${value >= 100 ? Math.round(value) : formatMeasure(Number(value.toPrecision(3)))} GiB`;
}

/** A step and the total if known: "500 / 1,000", "500". Null if no step was reported. */
export function formatProgressOf(current: number | null, total: number | null): string | null {
  if (current === null) return null;
  return total === null ? formatCount(current) : `${formatCount(current)} / ${formatCount(total)}`;
}

const byteUnits = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** Bytes with three significant digits: "512 B", "1.5 MiB". */
export function formatBytes(bytes: number): string {
  const power = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log2(bytes || 1) / 10)));
  const scaled = bytes / 1024 ** power;
  return `${Number(scaled.toPrecision(power === 0 ? 4 : 3))} ${byteUnits[power]}`;
}
