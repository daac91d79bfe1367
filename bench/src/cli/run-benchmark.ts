import { BenchError } from "../errors.ts";
import { compileHarness } from "../harness/compile.ts";
import { Harness } from "../harness/harness.ts";
import { thisMachine } from "../machine.ts";
import { isSound } from "../measurement.ts";
import { writeDocuments, writeReportFolder } from "../report/files.ts";
import { writeReport } from "../report/report.ts";
import type { Results } from "../results.ts";
import { runRounds } from "../run-rounds.ts";
import { allScenarios } from "../scenarios/catalogue.ts";
import { fullForm, quickForm, type Scenario } from "../scenarios/scenario.ts";
import { version } from "../version.ts";
import { Progress } from "./progress.ts";

/** What the command line asks for. */
export interface RunOptions {
  readonly scenario: readonly string[];
  readonly server: readonly string[];
  readonly rounds?: number | undefined;
  readonly quick: boolean;
  readonly out?: string | undefined;
}

/**
 * Runs what was asked for, prints the tables, writes the files. Returns the exit code: 1 if an update was lost or
 * repeated, or a request failed.
 */
export async function runBenchmark(options: RunOptions, signal: AbortSignal): Promise<0 | 1> {
  const scenarios = selectScenarios(options);
  const harness = new Harness(await compileHarness());
  const progress = new Progress();
  const startedAt = new Date().toISOString();
  const beganMs = performance.now();
  const found = await runRounds(scenarios, {
    harness,
    signal,
    onPlan: (runs) => progress.plan(runs),
    onRun: (run) => progress.tell(run),
  });
  const results: Results = {
    format: "trainwire-bench-1",
    version,
    startedAt,
    seconds: (performance.now() - beganMs) / 1000,
    isQuick: options.quick,
    machine: thisMachine(),
    scenarios: found,
  };
  process.stdout.write(`${writeReport(results)}\n`);
  for (const file of await write(options, results)) process.stderr.write(`wrote ${file}\n`);
  return isAllSound(results) ? 0 : 1;
}

function selectScenarios({ scenario: ids, server: servers, rounds, quick }: RunOptions): Scenario[] {
  const all = allScenarios(quick ? quickForm : fullForm(rounds));
  const unknown = ids.find((id) => !all.some((scenario) => scenario.id === id));
  if (unknown !== undefined)
    throw new BenchError("usage", `There is no scenario ${unknown}; --help lists them.`);
  const chosen = all.filter(({ id }) => ids.length === 0 || ids.includes(id));
  return chosen
    .map((scenario, index) => ({
      ...scenario,
      contenders: scenario.contenders.filter(({ id }) => {
        if (servers.length > 0)
          return id === scenario.reference || servers.some((name) => id.startsWith(name));
        // Once each is enough to see that a peer works.
        return !quick || index === 0 || id === scenario.reference || !isPeer(scenario, id);
      }),
    }))
    .filter(({ contenders }) => contenders.length > 0);
}

function isPeer({ reference }: Scenario, id: string): boolean {
  return reference !== undefined && !id.startsWith("trainwire");
}

function write(options: RunOptions, results: Results): Promise<string[]> {
  if (options.out !== undefined) return writeReportFolder(options.out, results);
  const isWhole = options.scenario.length + options.server.length === 0 && !options.quick;
  return isWhole ? writeDocuments(results) : Promise.resolve([]);
}

function isAllSound({ scenarios }: Results): boolean {
  return scenarios.every(({ contenders }) =>
    contenders.every(({ runs }) => runs.every(({ measurement }) => isSound(measurement))),
  );
}
