import { Command, type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { draftSubprotocols, supportedSubprotocols } from "@trainwire/protocol";
import { ConformanceError } from "../errors.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { writeJsonReport } from "../report/json-report.ts";
import { formatResult, formatSummary } from "../report/terminal.ts";
import { caseReport, countVerdicts, type RunReport } from "../run-report.ts";
import { runSuite } from "../run-suite.ts";
import { suiteVersion } from "../suite-version.ts";
import { type OpenTargets, openTargets } from "./open-targets.ts";
import { selectCases } from "./select-cases.ts";

/** `run`: plays the cases against a target and says whether it conforms. */
export function runCommand(finish: (exitCode: number) => void, signal: AbortSignal): CommandUnknownOpts {
  return new Command("run")
    .exitOverride()
    .description("play the cases against a target")
    .addOption(
      new Option("--role <role>", "what the target is")
        .choices(["server", "trainer", "system"])
        .default("server" as const),
    )
    .addOption(
      new Option("--server <url>", "a server that runs already").conflicts(["serverCmd", "serverImage"]),
    )
    .addOption(
      new Option(
        "--server-cmd <command>",
        "starts a server; {port} = a free port, {data} = a fresh folder",
      ).conflicts("serverImage"),
    )
    .option("--server-image <image>", "a server in a container; arguments may follow the image")
    .addOption(
      new Option(
        "--trainer-cmd <command>",
        "starts a trainer; TRAINWIRE_URL and TRAINWIRE_TRAIN_ID tell it where to publish",
      ).conflicts("trainerImage"),
    )
    .option("--trainer-image <image>", "a trainer in a container; arguments may follow the image")
    .addOption(
      new Option("--gpus <which>", "the machine's GPUs for the trainer's container").choices(["all"]),
    )
    .addOption(
      new Option(
        "--token <token>",
        "what lets the suite in, where the server wants a token; scope admin",
      ).env("TRAINWIRE_TOKEN"),
    )
    .option(
      "--token-file <file>",
      "a file with that token instead, once the server runs; {data} as in --server-cmd",
    )
    .option("--draft", "viewers speak trainwire.v2-draft where a case does not say which version")
    .option("--case <id>", "only this case; may be given again", collect, [])
    .option("--report <kind=file>", "write a report, json=FILE", jsonFile)
    .option(
      "--ready-seconds <n>",
      "longest wait for a server's answer or a trainer's first record",
      positive,
      30,
    )
    .option(
      "--progress-seconds <n>",
      "longest wait for a trainer's next record if it promises none",
      positive,
      60,
    )
    .option("--training-seconds <n>", "longest wait for the end of a training", positive, 300)
    .option("--max-records <n>", "most records that the suite keeps of a training", positive, 20_000)
    .option("--time-scale <factor>", "stretch every time limit", positive, 1)
    .option("--concurrency <n>", "cases played side by side", positive, 4)
    .action(async (options) => {
      const selected = selectCases(options.role, options.case);
      await using opened = await openTargets(options, signal);
      const report = await run(selected, opened, { ...options, signal });
      console.log(formatSummary(report));
      if (options.report !== undefined) await writeJsonReport(options.report, report);
      finish(report.exit_code);
    });
}

interface RunOptions {
  readonly role: string;
  readonly timeScale: number;
  readonly concurrency: number;
  readonly draft?: boolean | undefined;
  readonly signal: AbortSignal;
}

async function run(
  cases: ReturnType<typeof selectCases>,
  { targets, description }: OpenTargets,
  options: RunOptions,
): Promise<RunReport> {
  const startedAt = new Date();
  const beganMs = performance.now();
  const results = await runSuite({
    cases,
    targets,
    timeScale: options.timeScale,
    concurrency: options.concurrency,
    signal: options.signal,
    onResult: (result) => console.log(formatResult(result)),
  });
  return {
    suite: { name: "@trainwire/conformance", version: suiteVersion },
    protocol: options.draft ? draftSubprotocols[0] : supportedSubprotocols[0],
    role: options.role,
    target: description,
    started_at: startedAt.toISOString(),
    duration_ms: Math.round(performance.now() - beganMs),
    time_scale: options.timeScale,
    exit_code: exitCodeOf(results),
    summary: countVerdicts(results),
    cases: results.map(caseReport),
  };
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
