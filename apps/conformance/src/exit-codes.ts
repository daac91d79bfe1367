import type { Verdict } from "./verdict.ts";

/** What the process's exit code says. */
export const exitCodes = {
  conformant: 0,
  notConformant: 1,
  usage: 2,
  neverReady: 3,
  /** Nothing ran, something could not be tested, or the run was cut short. */
  incomplete: 4,
  harnessError: 5,
} as const;

const notConformant: readonly Verdict[] = ["fail", "flaky", "stale_known_fail"];
const incomplete: readonly Verdict[] = ["untestable", "not_run"];
const judged: readonly Verdict[] = ["pass", "warn", "known_fail"];

/** The exit code for these verdicts. A fault of the suite outweighs one of the target, which outweighs what is missing. */
export function exitCodeOf(cases: readonly { readonly verdict: Verdict }[]): number {
  const hasAny = (wanted: readonly Verdict[]): boolean =>
    cases.some(({ verdict }) => wanted.includes(verdict));
  if (hasAny(["harness_error"])) return exitCodes.harnessError;
  if (hasAny(notConformant)) return exitCodes.notConformant;
  if (hasAny(incomplete)) return exitCodes.incomplete;
  return hasAny(judged) ? exitCodes.conformant : exitCodes.incomplete;
}
