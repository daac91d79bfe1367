import type { Case } from "./define-case.ts";
import { type RunCaseOptions, runCase } from "./run-case.ts";
import type { Targets } from "./targets/targets.ts";
import type { CaseResult } from "./verdict.ts";

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
 * Plays the cases and returns their results in the order of the manifest.
 *
 * @throws ConformanceError `interrupted` if the signal cuts the run short, `cannot_start` if a target cannot be.
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
  await forEachOf(shared, concurrency, play);
  await forEachOf(exclusive, 1, play);
  return cases.flatMap(({ header }) => results.get(header.id) ?? []);
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
