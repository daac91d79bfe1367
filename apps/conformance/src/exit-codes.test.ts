import { expect, test } from "vitest";
import { exitCodeOf } from "./exit-codes.ts";
import { resultsOf } from "./testing/results.ts";
import type { Verdict } from "./verdict.ts";

test.each<[number, Verdict[]]>([
  [0, ["pass"]],
  [0, ["pass", "warn", "not_applicable"]],
  [0, ["known_fail"]],
  [1, ["pass", "fail"]],
  [1, ["pass", "flaky"]],
  [1, ["pass", "stale_known_fail"]],
  [1, ["fail", "not_run"]],
  [4, []],
  [4, ["not_applicable"]],
  [4, ["pass", "untestable"]],
  [4, ["pass", "not_run"]],
  [5, ["fail", "harness_error"]],
])("exit code %i after %j", (code, verdicts) => {
  expect(exitCodeOf(resultsOf(...verdicts))).toBe(code);
});
