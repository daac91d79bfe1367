import { Command, type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { supportedSubprotocols } from "@trainwire/protocol";
import { ConformanceError } from "../errors.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { writeJsonReport } from "../report/json-report.ts";
import { formatResult, formatSummary } from "../report/terminal.ts";
import { caseReport, countVerdicts, type RunReport } from "../run-report.ts";
import { runSuite } from "../run-suite.ts";
import { suiteVersion } from "../suite-version.ts";
import { commandTarget } from "../targets/command-target.ts";
import type { Target } from "../targets/target.ts";
import { urlTarget } from "../targets/url-target.ts";
import { selectCases } from "./select-cases.ts";

/** `run`: plays the cases against a target and says whether it conforms. */
export function runCommand(finish: (exitCode: number) => void, signal: AbortSignal): CommandUnknownOpts {
  return new Command("run")
    .exitOverride()
    .description("play the cases against a target")
    .addOption(
      new Option("--role <role>", "what the target is").choices(["server"]).default("server" as const),
    )
    .addOption(new Option("--server <url>", "a server that runs already").conflicts("serverCmd"))
    .option("--server-cmd <command>", "starts a server; {port} = a free port, {data} = a fresh data folder")
    .option("--case <id>", "only this case; may be given again", collect, [])
    .option("--report <kind=file>", "write a report, json=FILE", jsonFile)
    .option("--ready-seconds <n>", "longest wait for the target to answer", positive, 15)
    .option("--time-scale <factor>", "stretch every time limit", positive, 1)
    .option("--concurrency <n>", "cases played side by side", positive, 4)
    .action(async (options) => {
      const selected = selectCases(options.role, options.case);
      await using target = await openTarget(options, signal);
      const report = await run(selected, target, { ...options, signal });
      console.log(formatSummary(report));
      if (options.report !== undefined) await writeJsonReport(options.report, report);
      finish(report.exit_code);
    });
}

interface RunOptions {
  readonly role: string;
  readonly timeScale: number;
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

async function run(
  cases: ReturnType<typeof selectCases>,
  target: Target,
  options: RunOptions,
): Promise<RunReport> {
  const startedAt = new Date();
  const beganMs = performance.now();
  const results = await runSuite({
    cases,
    target,
    timeScale: options.timeScale,
    concurrency: options.concurrency,
    signal: options.signal,
    onResult: (result) => console.log(formatResult(result)),
  });
  return {
    suite: { name: "@trainwire/conformance", version: suiteVersion },
    protocol: supportedSubprotocols[0],
    role: options.role,
    target: target.description,
    started_at: startedAt.toISOString(),
    duration_ms: Math.round(performance.now() - beganMs),
    time_scale: options.timeScale,
    exit_code: exitCodeOf(results),
    summary: countVerdicts(results),
    cases: results.map(caseReport),
  };
}

interface TargetOptions {
  readonly server?: string | undefined;
  readonly serverCmd?: string | undefined;
  readonly readySeconds: number;
}

function openTarget(
  { server, serverCmd, readySeconds }: TargetOptions,
  signal: AbortSignal,
): Promise<Target> {
  const withinMs = readySeconds * 1000;
  if (server !== undefined) return urlTarget(server, withinMs, signal);
  if (serverCmd !== undefined) return commandTarget(serverCmd, withinMs, signal);
  throw new ConformanceError("usage", "name the target: --server URL or --server-cmd COMMAND");
}

function collect(id: string, ids: string[]): string[] {
  return [...ids, id];
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new ConformanceError("usage", `${text} is not a number above 0`);
}

function jsonFile(text: string): string {
  const [kind, file] = text.split("=", 2);
  if (kind === "json" && file) return file;
  throw new ConformanceError("usage", `--report wants json=FILE, not ${text}`);
}
