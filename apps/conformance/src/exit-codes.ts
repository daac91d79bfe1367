import type { CaseResult } from "./verdict.ts";

/** What the process's exit code says. */
export const exitCodes = {
  conformant: 0,
  notConformant: 1,
  usage: 2,
  neverReady: 3,
  /** Nothing ran, or the run was cut short. */
  incomplete: 4,
  harnessError: 5,
} as const;

/** The exit code of a run that went through. A fault of the suite outweighs one of the target. */
export function exitCodeOf(results: readonly CaseResult[]): number {
  const has = (verdict: CaseResult["verdict"]): boolean =>
    results.some((result) => result.verdict === verdict);
  if (has("harness_error")) return exitCodes.harnessError;
  if (has("fail")) return exitCodes.notConformant;
  return has("pass") || has("warn") ? exitCodes.conformant : exitCodes.incomplete;
}
