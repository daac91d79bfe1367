import { Command, type CommandUnknownOpts, InvalidArgumentError } from "@commander-js/extra-typings";
import { allScenarios } from "../scenarios/catalogue.ts";
import { fullForm } from "../scenarios/scenario.ts";
import { compareCommand } from "./compare-command.ts";
import { runBenchmark } from "./run-benchmark.ts";

/** The command line. `finish` is told the exit code. */
export function createProgram(finish: (exitCode: number) => void, signal: AbortSignal): CommandUnknownOpts {
  return new Command("trainwire-bench")
    .description(
      "Measures the server side by side with what others would build on, in interleaved rounds, and says what a\n" +
        "delivery costs in CPU relative to one ws.send per viewer in the same round.",
    )
    .exitOverride()
    .showHelpAfterError("(--help shows every option)")
    .option("--scenario <id>", "only this scenario; may be given again", collect, [])
    .option(
      "--server <id>",
      "beside naive ws only this one, such as trainwire; may be given again",
      collect,
      [],
    )
    .option("--rounds <n>", "rounds of each scenario, instead of its own number", positiveInteger)
    .option("--quick", "a minute's run that shows that everything works; its figures mean nothing", false)
    .option("--out <folder>", "write report.json, report.md and ratios.svg here, and leave docs/ alone")
    .addCommand(compareCommand())
    .addHelpText("after", help())
    .action(async (options) => finish(await runBenchmark(options, signal)));
}

function help(): string {
  const scenarios = allScenarios(fullForm());
  const width = Math.max(...scenarios.map(({ id }) => id.length));
  return `
Scenarios:
${scenarios.map(({ id, title }) => `  ${id.padEnd(width)}  ${title}`).join("\n")}

A run of everything takes about 20 minutes and rewrites docs/performance.md, its plot, and docs/reports/; any
other is only printed. FastAPI takes part if TRAINWIRE_PYTHON (default python3) can import fastapi, uvicorn and
websockets; nchan, NATS and mosquitto if they are on PATH. The load harness is compiled with the C compiler in CC
(default cc) and needs Linux.

Exit codes: 0 nothing was lost or repeated   1 something was   2 wrong usage   3 it could not run`;
}

function collect(id: string, ids: string[]): string[] {
  return [...ids, id];
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("It is no whole number above 0.");
}
