/**
 * The whole check, here as in CI: format, types, lint, dead code, build, tests. Every step runs, so that one
 * look shows all that is wrong. Ends with `N passed, N failed, N skipped` and exits 1 unless nothing failed.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packagesWith, pythonSuites } from "./packages.ts";

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

const staticSteps: readonly Step[] = [
  { name: "build", command: ["turbo", "run", "build", "--output-logs=errors-only"] },
  { name: "format", command: ["biome", "check", "."] },
  { name: "types of tests", command: ["turbo", "run", "typecheck", "--output-logs=errors-only"] },
  {
    name: "lint and import directions",
    command: ["oxlint", "--type-aware", "--type-check", "--deny-warnings"],
  },
  { name: "dead code", command: ["knip"] },
];
const python = process.env["TRAINWIRE_PYTHON"] ?? "python3";
const pythonSteps: readonly Step[] = pythonSuites().map((folder) => ({
  name: `Python tests of ${folder}`,
  command: [python, "scripts/python-tests.py", folder],
}));
const testStep: Step = {
  name: "tests",
  command: [
    "turbo",
    "run",
    "test",
    "--continue",
    "--concurrency=2",
    "--output-logs=new-only",
    "--log-order=grouped",
  ],
};

const { values } = parseArgs({ options: { static: { type: "boolean", default: false } } });
process.env["TURBO_TELEMETRY_DISABLED"] = "1";
process.env["DO_NOT_TRACK"] = "1";

const failedSteps = staticSteps.filter((step) => !runStep(step)).map((step) => step.name);
const counts = values.static ? { passed: 0, failed: 0, skipped: 0 } : runTests();

if (failedSteps.length > 0) console.error(`\nfailed: ${failedSteps.join(", ")}`);
const failed = counts.failed + failedSteps.length;
const passed = counts.passed + staticSteps.length - failedSteps.length;
console.log(`\n${passed} passed, ${failed} failed, ${counts.skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;

function runStep({ name, command: [program, ...args] }: Step): boolean {
  console.log(`\n== ${name}: ${program} ${args.join(" ")}`);
  const began = performance.now();
  const { status } = spawnSync(program, args, { stdio: "inherit" });
  console.log(
    `== ${name}: ${status === 0 ? "ok" : "FAILED"} after ${((performance.now() - began) / 1000).toFixed(1)} s`,
  );
  return status === 0;
}

/** Runs every package's and every Python suite's tests and adds up what their runners reported; a missing report counts as a failure. */
function runTests(): { passed: number; failed: number; skipped: number } {
  const folders = [...packagesWith("test"), ...pythonSuites()];
  const reports = folders.map((folder) => join(folder, "test-results", "vitest.json"));
  for (const report of reports) rmSync(report, { force: true });
  const isGreen = [testStep, ...pythonSteps].map(runStep).every(Boolean);
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const report of reports) {
    try {
      const result = JSON.parse(readFileSync(report, "utf8")) as Record<string, number>;
      total.passed += result["numPassedTests"] ?? 0;
      total.failed += result["numFailedTests"] ?? 0;
      total.skipped += (result["numPendingTests"] ?? 0) + (result["numTodoTests"] ?? 0);
    } catch {
      console.error(`no test report at ${report}`);
      total.failed += 1;
    }
  }
  // A runner can fail outside of any test, for instance on a file that cannot be loaded.
  if (!isGreen && total.failed === 0) total.failed += 1;
  return total;
}
