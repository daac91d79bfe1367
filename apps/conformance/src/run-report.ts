import type { ClauseId } from "@trainwire/protocol";
import type { Frame } from "./trace.ts";
import type { CaseResult, Verdict } from "./verdict.ts";

/** A whole run, as the JSON report holds it. */
export interface RunReport {
  readonly suite: { readonly name: string; readonly version: string };
  readonly protocol: string;
  readonly role: string;
  readonly target: string;
  /** RFC 3339 UTC. */
  readonly started_at: string;
  readonly duration_ms: number;
  readonly time_scale: number;
  readonly exit_code: number;
  /** How many cases ended with each verdict. */
  readonly summary: Readonly<Record<Verdict, number>>;
  readonly cases: readonly CaseReport[];
}

/** One case in the JSON report. `frames` only if it did not pass. */
export interface CaseReport {
  readonly id: string;
  readonly title: string;
  readonly clauses: readonly ClauseId[];
  readonly level: string;
  readonly verdict: Verdict;
  readonly message: string;
  readonly duration_ms: number;
  readonly assertions: number;
  readonly received: number;
  readonly frames?: readonly Frame[];
}

/** How many results have each verdict. */
export function countVerdicts(results: readonly CaseResult[]): Record<Verdict, number> {
  const counts = { pass: 0, fail: 0, warn: 0, not_applicable: 0, harness_error: 0 };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}

/** A result as the JSON report holds it. */
export function caseReport(result: CaseResult): CaseReport {
  const { header, verdict, message, durationMs, assertions, received, frames } = result;
  return {
    id: header.id,
    title: header.title,
    clauses: header.clauses,
    level: header.level,
    verdict,
    message,
    duration_ms: Math.round(durationMs),
    assertions,
    received,
    ...(verdict !== "pass" && { frames }),
  };
}
