import type { CaseHeader } from "./define-case.ts";
import type { Frame } from "./trace.ts";

/** Every verdict, in the order of reports. */
export const verdicts = [
  "pass",
  "warn",
  "not_applicable",
  "known_fail",
  "fail",
  "flaky",
  "stale_known_fail",
  "untestable",
  "not_run",
  "harness_error",
] as const;

/**
 * The outcome of one case:
 * - `pass`, `fail`: every MUST was kept, or one was broken; `warn`: a SHOULD was;
 * - `not_applicable`: it does not concern this target;
 * - `known_fail`: it fails, and the file of known failures says so; `stale_known_fail`: that file is wrong about it;
 * - `flaky`: of several runs some passed;
 * - `untestable`: something that the case needs is missing; `not_run`: the run was cut short before it ended;
 * - `harness_error`: the suite itself failed.
 */
export type Verdict = (typeof verdicts)[number];

const green: readonly Verdict[] = ["pass", "warn", "not_applicable", "known_fail"];

/** Whether a verdict keeps a target from being called conformant. */
export function isRed(verdict: Verdict): boolean {
  return !green.includes(verdict);
}

/** One case, played out. */
export interface CaseResult {
  readonly header: CaseHeader;
  readonly verdict: Verdict;
  /** Why it did not pass; empty if it did. */
  readonly message: string;
  readonly durationMs: number;
  readonly assertions: number;
  /** Frames and answers that came from the target. */
  readonly received: number;
  readonly frames: readonly Frame[];
  /** How often it was played, and how often it passed, if more than once. */
  readonly repeats?: { readonly runs: number; readonly passed: number };
}

/** A case that was not played out. */
export function notRun(header: CaseHeader, message: string): CaseResult {
  return { header, verdict: "not_run", message, durationMs: 0, assertions: 0, received: 0, frames: [] };
}
