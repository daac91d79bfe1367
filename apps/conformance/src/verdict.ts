import type { CaseHeader } from "./define-case.ts";
import type { Frame } from "./trace.ts";

/**
 * The outcome of one case: `warn` = a SHOULD was not kept, `not_applicable` = it does not concern this target,
 * `harness_error` = the suite itself failed.
 */
export type Verdict = "pass" | "fail" | "warn" | "not_applicable" | "harness_error";

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
}
