import { Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { describeFindings, type ProofResult, reproduction, type Say } from "../proofs/proof.ts";
import { reportsFolder, writeReport } from "../report/report.ts";

/** Options that every proof has. */
export interface CommonOptions {
  readonly seed: number;
  readonly report: string | false;
}

/** What a proof's command is made of. */
export interface ProofCommand {
  readonly name: string;
  readonly title: string;
  readonly claim: string;
}

/** A command with the options that every proof has. */
export function proofCommand({ name, claim }: ProofCommand) {
  return new Command(name)
    .description(claim)
    .showHelpAfterError("(--help shows every option)")
    .addOption(
      new Option("--seed <number>", "what all random decisions follow from")
        .argParser(wholeNumber)
        .default(newSeed(), "a new one"),
    )
    .addOption(new Option("--report <folder>", "where the dated report goes").default(reportsFolder))
    .option("--no-report", "write none");
}

/** Runs a proof, tells how it goes on standard error, writes its report, and sets the exit code: 1 if it does not hold. */
export async function carryOut(
  command: ProofCommand,
  options: CommonOptions,
  run: { readonly flags: string; readonly prove: (say: Say) => Promise<ProofResult> },
): Promise<void> {
  const beganAt = new Date();
  const say: Say = (line) => {
    const seconds = ((Date.now() - beganAt.getTime()) / 1000).toFixed(1);
    console.error(`${seconds.padStart(7)} s  ${line}`);
  };
  say(`${command.title}, seed ${options.seed}`);
  const result = await run.prove(say);
  const again = reproduction(result, run.flags);
  const seconds = (Date.now() - beganAt.getTime()) / 1000;
  if (options.report !== false) {
    const { title, claim } = command;
    say(`report: ${writeReport(options.report, result, { title, claim, command: again, beganAt, seconds })}`);
  }
  console.log(JSON.stringify(result.facts, undefined, 2));
  if (result.findings.length === 0) return console.log(`${command.name}: holds`);
  console.log(describeFindings(result));
  console.log(`${command.name}: ${result.findings.length} findings. Again: ${again}`);
  process.exitCode = 1;
}

/** Reads a whole number above zero. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a whole number above 0.");
}

/** Reads a number above zero. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("It must be a number above 0.");
}

function newSeed(): number {
  return Math.floor(Math.random() * 1_000_000) + 1;
}
