import { ConformanceError } from "./errors.ts";
import type { CaseResult } from "./verdict.ts";

/**
 * The results of several runs of the same cases as one: a case that did not always end alike is `flaky`, and shows the
 * first run in which it did not pass.
 *
 * @throws ConformanceError `usage` if there was no run.
 */
export function combineRuns(runs: readonly (readonly CaseResult[])[]): readonly CaseResult[] {
  const [first] = runs;
  if (first === undefined) throw new ConformanceError("usage", "a suite is run once at least");
  if (runs.length === 1) return first;
  return first.map((result, index) => combine(runs.map((run) => run[index] ?? result)));
}

function combine(results: readonly CaseResult[]): CaseResult {
  const passed = results.filter(({ verdict }) => verdict === "pass");
  const shown = results.find(({ verdict }) => verdict !== "pass") ?? results[0];
  if (shown === undefined) throw new ConformanceError("usage", "a case is played once at least");
  const repeats = { runs: results.length, passed: passed.length };
  const isSame = results.every(({ verdict }) => verdict === shown.verdict);
  if (isSame) return { ...shown, repeats };
  const others = [...new Set(results.map(({ verdict }) => verdict))].filter((verdict) => verdict !== "pass");
  const message = `passed ${passed.length} of ${results.length} times, else ${others.join(", ")}: ${shown.message}`;
  // What the suite or the run did not let happen is no flakiness of the target.
  const verdict = others.includes("harness_error")
    ? "harness_error"
    : others.includes("not_run")
      ? "not_run"
      : "flaky";
  return { ...shown, verdict, message, repeats };
}
