import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { suiteVersion } from "../suite-version.ts";
import { diffCommand } from "./diff-command.ts";
import { explainCommand } from "./explain-command.ts";
import { listCommand } from "./list-command.ts";
import { mergeCommand } from "./merge-command.ts";
import { reportCommand } from "./report-command.ts";
import { runCommand } from "./run-command.ts";
import { selfTestCommand } from "./self-test-command.ts";

/** The command line. `finish` is told the exit code of the command that ran. */
export function createProgram(finish: (exitCode: number) => void, signal: AbortSignal): CommandUnknownOpts {
  return new Command("trainwire-conformance")
    .description("Says over the wire whether an implementation speaks Trainwire.")
    .version(suiteVersion)
    .exitOverride()
    .showHelpAfterError("(--help shows every option)")
    .addCommand(runCommand(finish, signal))
    .addCommand(listCommand())
    .addCommand(explainCommand())
    .addCommand(mergeCommand(finish))
    .addCommand(diffCommand(finish))
    .addCommand(reportCommand())
    .addCommand(selfTestCommand(finish, signal))
    .addHelpText(
      "after",
      `
Exit codes:
  0 conformant   1 not conformant   2 wrong usage
  3 target never ready   4 incomplete, or nothing ran   5 fault of the suite`,
    );
}
