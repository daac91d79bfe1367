import { exitCodes } from "../exit-codes.ts";
import type { Verdict } from "../verdict.ts";

/** Verdicts as reports for people name them. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  pass: "passed",
  warn: "warned",
  not_applicable: "not applicable",
  known_fail: "known to fail",
  fail: "failed",
  flaky: "flaky",
  stale_known_fail: "no longer known to fail",
  untestable: "not testable",
  not_run: "not run",
  harness_error: "suite errors",
};

/** What a run says of its target. */
export function verdictOfRun(exitCode: number): string {
  switch (exitCode) {
    case exitCodes.conformant:
      return "conformant";
    case exitCodes.notConformant:
      return "not conformant";
    case exitCodes.harnessError:
      return "no verdict: the suite failed";
    default:
      return "no verdict: incomplete";
  }
}
