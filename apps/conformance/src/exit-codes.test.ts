import { expect, test } from "vitest";
import { cases } from "./cases/manifest.ts";
import { exitCodeOf } from "./exit-codes.ts";
import type { CaseResult, Verdict } from "./verdict.ts";

const [someCase] = cases;

function results(...verdicts: Verdict[]): CaseResult[] {
  if (!someCase) return [];
  const rest = {
    header: someCase.header,
    message: "",
    durationMs: 1,
    assertions: 1,
    received: 1,
    frames: [],
  };
  return verdicts.map((verdict) => ({ ...rest, verdict }));
}

test.each<[number, Verdict[]]>([
  [0, ["pass"]],
  [0, ["pass", "warn", "not_applicable"]],
  [1, ["pass", "fail"]],
  [4, []],
  [4, ["not_applicable"]],
  [5, ["fail", "harness_error"]],
])("exit code %i after %j", (code, verdicts) => {
  expect(exitCodeOf(results(...verdicts))).toBe(code);
});
