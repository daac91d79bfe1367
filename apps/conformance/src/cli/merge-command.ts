import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { ConformanceError } from "../errors.ts";
import { mergeReports } from "../merge-reports.ts";
import { collectReport, readReports, reportKinds, writeReports } from "../report/report-files.ts";
import { formatSummary } from "../report/terminal.ts";
import { type Role, roles } from "./open-targets.ts";
import { selectCases } from "./select-cases.ts";

/** `merge`: the parts of a run that was split with `--shard`, as one report. */
export function mergeCommand(finish: (exitCode: number) => void): CommandUnknownOpts {
  return new Command("merge")
    .exitOverride()
    .description("put the JSON reports of all parts of a run together; every case must be there once")
    .argument("<reports...>", "JSON reports of runs with --shard")
    .option(
      "--report <kind=file>",
      `write a report, of ${reportKinds}; may be given again`,
      collectReport,
      [],
    )
    .action(async (paths, options) => {
      const parts = await readReports(paths);
      const role = roles.find((each) => each === parts[0]?.role);
      if (role === undefined)
        throw new ConformanceError("usage", `${parts[0]?.role} is no role of this suite`);
      const report = mergeReports(parts, idsOf(role));
      console.log(formatSummary(report));
      await writeReports(options.report, [report]);
      finish(report.exit_code);
    });
}

function idsOf(role: Role): string[] {
  return selectCases(role, []).map(({ header }) => header.id);
}
