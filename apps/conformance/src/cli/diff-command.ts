import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import colors from "picocolors";
import { type Difference, diffReports } from "../diff-reports.ts";
import { ConformanceError } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { readReports } from "../report/report-files.ts";
import { verdictWords } from "../report/words.ts";
import type { CaseReport } from "../run-report.ts";

const marks: Record<Difference["kind"], string> = {
  broken: colors.red("broken "),
  mended: colors.green("mended "),
  new: colors.dim("new    "),
  gone: colors.yellow("gone   "),
  changed: colors.dim("changed"),
};

/** `diff`: what one run has that the run before had not. */
export function diffCommand(finish: (exitCode: number) => void): CommandUnknownOpts {
  return new Command("diff")
    .exitOverride()
    .description("show what differs between two runs; exit code 1 if a case is red that was not, or is gone")
    .argument("<before>", "JSON report")
    .argument("<after>", "JSON report")
    .option("--json", "print it as JSON")
    .action(async (...[before, after, { json }]) => {
      const [one, other] = await readReports([before, after]);
      if (one === undefined || other === undefined)
        throw new ConformanceError("usage", "two reports are needed, of one run each");
      const differences = diffReports(one, other);
      if (json) console.log(JSON.stringify(differences, undefined, 2));
      else console.log(differences.length === 0 ? "No verdict differs." : differences.map(lineOf).join("\n"));
      const isWorse = differences.some(({ kind }) => kind === "broken" || kind === "gone");
      finish(isWorse ? exitCodes.notConformant : exitCodes.conformant);
    });
}

function lineOf({ kind, id, title, before, after }: Difference): string {
  const why = kind === "broken" && after?.message ? `\n         ${after.message}` : "";
  return `${marks[kind]}  ${id}  ${title}  ${colors.dim(`${words(before)} → ${words(after)}`)}${why}`;
}

function words(side: CaseReport | undefined): string {
  return side ? verdictWords[side.verdict] : "not there";
}
