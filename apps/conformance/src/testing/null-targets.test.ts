import { describe, expect, test } from "vitest";
import { serverCases as cases } from "../cases/manifest.ts";
import { runCase } from "../run-case.ts";
import { forEachOf } from "../run-suite.ts";
import { nullTargets, startNullTarget } from "./null-targets.ts";

const timeScale = 0.1;
const concurrency = 10;

describe.concurrent.each(Object.entries(nullTargets))("a null target: %s", (_name, nullTarget) => {
  test("no case is green on it", async () => {
    await using target = await startNullTarget(nullTarget);
    const verdicts: Record<string, string> = {};
    await forEachOf(cases, concurrency, async (testCase) => {
      const { verdict } = await runCase(testCase, { server: target }, { timeScale });
      verdicts[testCase.header.id] = verdict;
    });
    const red = cases.map(({ header }) => [header.id, header.level === "MUST" ? "fail" : "warn"]);
    expect(verdicts).toEqual(Object.fromEntries(red));
  });
});
