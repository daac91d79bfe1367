import { type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { draftSubprotocols, supportedSubprotocols } from "@trainwire/protocol";
import type { Case } from "../define-case.ts";
import { describeError } from "../errors.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { applyKnownFailures, readKnownFailures } from "../known-failing.ts";
import { combineRuns } from "../repeat.ts";
import { writeBundles } from "../report/bundles.ts";
import { collectReport, type ReportFile, reportKinds, writeReports } from "../report/report-files.ts";
import { formatResult, formatSummary } from "../report/terminal.ts";
import { caseReport, clauseTexts, countVerdicts, type RunReport } from "../run-report.ts";
import { runSuite } from "../run-suite.ts";
import { readShard, type Shard, shardOf } from "../shard.ts";
import { suiteVersion } from "../suite-version.ts";
import type { CaseResult } from "../verdict.ts";
import { type OpenTargets, openTargets } from "./open-targets.ts";
import { reproCommand } from "./repro.ts";
import { selectCases } from "./select-cases.ts";
import { wholePositive, withTargetOptions } from "./target-options.ts";

/** `run`: plays the cases against a target and says whether it conforms. */
export function runCommand(finish: (exitCode: number) => void, signal: AbortSignal): CommandUnknownOpts {
  return withTargetOptions("run")
    .description("play the cases against a target")
    .option("--case <id>", "only this case; may be given again", collect, [])
    .addOption(
      new Option(
        "--profile <which>",
        "passive: only cases that write nothing, safe on a server in production",
      )
        .choices(["full", "passive"])
        .default("full" as const),
    )
    .option(
      "--shard <part>",
      "only a part of the cases, such as 2/3; merge puts the reports together",
      readShard,
    )
    .option(
      "--repeat <n>",
      "play everything so often; what does not always end alike is red",
      wholePositive,
      1,
    )
    .option("--seed <n>", "what random cases begin with, to see a failure again", wholePositive)
    .option("--known-failing <file>", "YAML list of {case, reason, link, expires} that may fail")
    .option(
      "--report <kind=file>",
      `write a report, of ${reportKinds}; may be given again`,
      collectReport,
      [],
    )
    .addOption(
      new Option("--frames <which>", "what reports show of what passed: of cases that are not green, or all")
        .choices(["red", "all"])
        .default("red" as const),
    )
    .option("--bundles <folder>", "leave a folder with frames, log and repro.sh for each case that is red")
    .option("--concurrency <n>", "cases played side by side", wholePositive, 4)
    .action(async (options) => {
      const selected = selectCases(options.role, options.case).filter(
        ({ header }) => options.profile === "full" || !header.writes,
      );
      const cases = options.shard ? shardOf(selected, options.shard) : selected;
      const known = options.knownFailing === undefined ? [] : await readKnownFailures(options.knownFailing);
      const startedAt = new Date();
      const seed = options.seed ?? 1 + Math.floor(Math.random() * 1_000_000);
      await using opened = await openTargets(options, signal);
      if (options.role === "server") console.log(`seed ${seed}`);
      const played = await play(cases, opened, { ...options, seed, signal });
      const results = applyKnownFailures(
        played,
        known,
        startedAt.toISOString().slice(0, "2026-12-01".length),
      );
      const report = reportOf(results, { ...options, startedAt, target: opened.description });
      if (signal.aborted) console.error(describeError(signal.reason));
      console.log(formatSummary(report));
      await writeReports(options.report, [report]);
      if (options.bundles !== undefined) {
        const repro = (id: string) => reproCommand(options, id);
        const log = opened.targets.server?.log?.();
        await writeBundles(options.bundles, results, { log, repro, run: report });
      }
      finish(report.exit_code);
    });
}

interface PlayOptions {
  readonly timeScale: number;
  readonly concurrency: number;
  readonly repeat: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

async function play(
  cases: readonly Case[],
  { targets }: OpenTargets,
  { repeat, ...options }: PlayOptions,
): Promise<readonly CaseResult[]> {
  const runs: (readonly CaseResult[])[] = [];
  while (runs.length < repeat && (runs.length === 0 || !options.signal.aborted)) {
    let done = 0;
    const width = String(cases.length).length;
    const onResult = (result: CaseResult): void => {
      done += 1;
      const round = repeat > 1 ? `run ${runs.length + 1}/${repeat} ` : "";
      console.log(`${round}${String(done).padStart(width)}/${cases.length} ${formatResult(result)}`);
    };
    // Each run plays other histories.
    const seed = options.seed + runs.length * 1000;
    runs.push(await runSuite({ ...options, seed, cases, targets, onResult }));
  }
  return combineRuns(runs);
}

interface ReportOptions {
  readonly role: string;
  readonly timeScale: number;
  readonly draft?: boolean | undefined;
  readonly shard?: Shard | undefined;
  readonly frames: "red" | "all";
  readonly report: readonly ReportFile[];
  readonly startedAt: Date;
  readonly target: string;
}

function reportOf(results: readonly CaseResult[], options: ReportOptions): RunReport {
  const { shard } = options;
  return {
    suite: { name: "@trainwire/conformance", version: suiteVersion },
    protocol: options.draft ? draftSubprotocols[0] : supportedSubprotocols[0],
    role: options.role,
    target: options.target,
    started_at: options.startedAt.toISOString(),
    duration_ms: Date.now() - options.startedAt.getTime(),
    time_scale: options.timeScale,
    ...(shard && { shard: `${shard.part}/${shard.of}` }),
    exit_code: exitCodeOf(results),
    summary: countVerdicts(results),
    clauses: clauseTexts(results),
    cases: results.map((result) => caseReport(result, options.frames === "all")),
  };
}

function collect(id: string, ids: string[]): string[] {
  return [...ids, id];
}
