import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { markdownTable } from "markdown-table";
import { readResults } from "../report/files.ts";
import { short } from "../report/table.ts";
import type { Results } from "../results.ts";
import { type Summary, summarise } from "../summary.ts";

/** `compare`: two reports next to each other. */
export function compareCommand(): CommandUnknownOpts {
  return new Command("compare")
    .exitOverride()
    .description("show what differs between two reports, such as docs/reports/*.json")
    .argument("<before>", "the report.json of one run")
    .argument("<after>", "the report.json of another")
    .action(async (before, after) => {
      const [first, second] = await Promise.all([readResults(before), readResults(after)]);
      process.stdout.write(`${compareResults(first, second)}\n`);
    });
}

/** A table of what both runs measured: a row per scenario and server. */
export function compareResults(before: Results, after: Results): string {
  const rows = before.scenarios.flatMap((scenario) => {
    const other = after.scenarios.find(({ id }) => id === scenario.id);
    if (!other) return [];
    const later = summarise(other);
    return summarise(scenario).flatMap((first) => {
      const second = later.find(({ contender }) => contender.id === first.contender.id);
      return second ? [row(scenario.id, first, second)] : [];
    });
  });
  return markdownTable([["scenario", "server", "figure", "before", "after", "change"], ...rows], {
    align: ["l", "l", "l", "r", "r", "r"],
  });
}

function row(scenario: string, first: Summary, second: Summary): string[] {
  const [name, before] = headline(first);
  const [, after] = headline(second);
  const known = before !== undefined && after !== undefined;
  return [
    scenario,
    first.contender.title,
    name,
    before === undefined ? "-" : short(before),
    after === undefined ? "-" : short(after),
    known && before > 0 ? `${(100 * (after / before - 1)).toFixed(0)} %` : "-",
  ];
}

/** The figure that says most about a row. */
function headline({
  ratio,
  cpuSecondsPerMillion,
  kilobytesPerViewer,
  latencyMs,
}: Summary): [string, number?] {
  if (ratio && ratio.median !== 1) return ["CPU relative to naive ws", ratio.median];
  if (cpuSecondsPerMillion) return ["CPU-s per million", cpuSecondsPerMillion.median];
  if (kilobytesPerViewer) return ["KB per viewer", kilobytesPerViewer.median];
  return latencyMs ? ["p50 ms", latencyMs.p50] : ["-"];
}
