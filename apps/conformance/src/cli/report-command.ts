import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { ConformanceError } from "../errors.ts";
import { collectReport, readReports, reportKinds, writeReports } from "../report/report-files.ts";
import { formatSummary } from "../report/terminal.ts";

/** `report`: several runs as one page, such as the matrix of targets and cases. */
export function reportCommand(): CommandUnknownOpts {
  return new Command("report")
    .exitOverride()
    .description("show several runs together, such as html=matrix.html: targets and cases")
    .argument("<reports...>", "JSON reports")
    .option("--report <kind=file>", `what to write, of ${reportKinds}; may be given again`, collectReport, [])
    .action(async (paths, options) => {
      if (options.report.length === 0)
        throw new ConformanceError("usage", `say what to write: --report KIND=FILE, of ${reportKinds}`);
      const reports = await readReports(paths);
      for (const report of reports) console.log(`${report.role}: ${formatSummary(report)}`);
      await writeReports(options.report, reports);
    });
}
