import type { Case } from "./define-case.ts";
import { ConformanceError } from "./errors.ts";
import { type RunCaseOptions, runCase } from "./run-case.ts";
import type { Targets } from "./targets/targets.ts";
import { type CaseResult, notRun } from "./verdict.ts";

/** How the suite is run. */
export interface RunSuiteOptions extends RunCaseOptions {
  readonly cases: readonly Case[];
  readonly targets: Targets;
  /** Cases played side by side; those that are exclusive follow one by one. */
  readonly concurrency: number;
  /** Told of each verdict as it is known. */
  readonly onResult?: (result: CaseResult) => void;
}

/**
 * Plays the cases and returns their results in the order of the manifest. If the signal cuts the run short, those that
 * were not played out are `not_run`.
 *
 * @throws ConformanceError `cannot_start` if a target cannot be.
 */
export async function runSuite(options: RunSuiteOptions): Promise<readonly CaseResult[]> {
  const { cases, targets, onResult, concurrency } = options;
  const results = new Map<string, CaseResult>();
  const play = async (testCase: Case): Promise<void> => {
    const result = await runCase(testCase, targets, options);
    results.set(testCase.header.id, result);
    onResult?.(result);
  };
  const shared = cases.filter(({ header }) => !header.exclusive);
  const exclusive = cases.filter(({ header }) => header.exclusive);
  let cut = "";
  try {
    await forEachOf(shared, concurrency, play);
    await forEachOf(exclusive, 1, play);
  } catch (error) {
    if (!(error instanceof ConformanceError && error.code === "interrupted")) throw error;
    cut = error.message;
  }
  return cases.map(({ header }) => results.get(header.id) ?? notRun(header, cut));
}

/** Does the work for every item, at most `limit` at a time. Stops at the first failure. */
export async function forEachOf<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const lane = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: limit }, lane));
}
