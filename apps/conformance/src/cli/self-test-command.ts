import { writeFile } from "node:fs/promises";
import { Command, type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { exitCodes } from "../exit-codes.ts";
import { runSelfTest } from "../self-test/run-self-test.ts";
import { roles } from "./open-targets.ts";
import { wholePositive } from "./target-options.ts";

/** `self-test`: says whether the suite itself can be trusted. */
export function selfTestCommand(finish: (exitCode: number) => void, signal: AbortSignal): CommandUnknownOpts {
  return new Command("self-test")
    .exitOverride()
    .description("try the cases on what the suite itself has broken: does each find what it must?")
    .addOption(new Option("--role <role>", "only cases for this role").choices(roles))
    .option("--full", "play every mutant against all cases of its role, to see which others find it")
    .option("--kill-matrix <file>", "write which case finds which mutant, as JSON")
    .option("--concurrency <n>", "mutants that are played at once", wholePositive, 6)
    .action(async ({ role, full = false, killMatrix, concurrency }) => {
      const matrix = await runSelfTest({
        full,
        roles: role === undefined ? roles : [role],
        concurrency,
        signal,
        onLine: (line) => console.log(line),
      });
      if (killMatrix !== undefined) await writeFile(killMatrix, `${JSON.stringify(matrix, undefined, 1)}\n`);
      for (const problem of matrix.problems) console.log(`problem: ${problem}`);
      const { mutants, null_targets, problems } = matrix;
      const killed = mutants.filter(({ survived }) => !survived).length;
      const useless = Object.keys(null_targets).length;
      console.log(
        `${killed} of ${mutants.length} mutants killed, ${useless} null targets, ${problems.length} problems`,
      );
      finish(problems.length === 0 ? exitCodes.conformant : exitCodes.notConformant);
    });
}
