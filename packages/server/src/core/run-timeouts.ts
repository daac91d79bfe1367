import type { RecipeFile } from "./recipe-file.ts";

/** What the time-outs of a recipe are judged by; times in milliseconds since the epoch. */
export interface Overtime {
  readonly timeouts: RecipeFile["timeouts"];
  readonly status: string;
  /** When the attempt began. */
  readonly startedAtMs: number;
  /** When its trainer last reported; null if it never did. */
  readonly reportedAtMs: number | null;
  /** When this server began to listen: before, nobody could report. */
  readonly listeningSinceMs: number;
  readonly nowMs: number;
}

/** Which time-out of its recipe an attempt has run over, in a sentence; undefined if none. */
export function whyOvertime(overtime: Overtime): string | undefined {
  const { timeouts, status, startedAtMs, reportedAtMs, listeningSinceMs, nowMs } = overtime;
  const { start_seconds, silence_seconds, run_seconds } = timeouts;
  const isOver = (sinceMs: number, seconds: number | undefined) =>
    seconds !== undefined && nowMs - sinceMs > seconds * 1000;
  if (isOver(startedAtMs, run_seconds)) return `it ran for longer than ${run_seconds} s (run_seconds)`;
  const hasReported = reportedAtMs !== null && reportedAtMs >= startedAtMs;
  if (!hasReported) {
    const isLate = isOver(Math.max(startedAtMs, listeningSinceMs), start_seconds);
    return isLate ? `no report within ${start_seconds} s of its start (start_seconds)` : undefined;
  }
  const isSilent = status !== "paused" && isOver(Math.max(reportedAtMs, listeningSinceMs), silence_seconds);
  return isSilent ? `no report for more than ${silence_seconds} s (silence_seconds)` : undefined;
}
