import { markdownTable } from "markdown-table";
import type { Results, ScenarioResult } from "../results.ts";
import { goalOutcomes } from "./goals.ts";
import { noiseOf } from "./noise.ts";
import { scenarioTable, short } from "./table.ts";

/** The results in Markdown: the machine, the goals, a section per scenario. */
export function writeReport(results: Results): string {
  return [
    conditions(results),
    ...goalSection(results),
    ...results.scenarios.map(scenarioSection),
    notes(results),
  ].join("\n\n");
}

function conditions(results: Results): string {
  const { machine, startedAt, version, seconds } = results;
  const pinning = machine.pinned
    ? "The server ran on CPU 0, what loads it on CPU 1."
    : "Server and load shared the CPUs, since they could not be pinned.";
  const quick = results.isQuick
    ? ["**A quick run: it shows that everything works; its figures mean nothing.**"]
    : [];
  return [
    ...quick,
    `Trainwire ${version}, measured ${startedAt.slice(0, 16).replace("T", " ")} UTC in ${Math.round(seconds / 60)} min on ${machine.cpus} CPUs (${machine.cpu}), ${machine.memoryGiB} GiB, ${machine.kernel}, Node ${machine.node}. ${pinning}`,
    ...noise(results),
  ].join("\n");
}

function noise(results: Results): string[] {
  const found = noiseOf(results);
  if (!found) return [];
  const others = `other work took ${short(found.otherCpus)} CPUs meanwhile (median over the runs)`;
  if (!found.isBusy) return [`Quiet: ${others}.`];
  return [
    `**Measured on a busy machine**: ${others}. Believe the ratios, which are taken within a round, more than any absolute figure.`,
  ];
}

function goalSection(results: Results): string[] {
  const outcomes = results.isQuick ? [] : goalOutcomes(results);
  if (outcomes.length === 0) return [];
  const rows = outcomes.map(({ goal, limit, found, isMet }) => [
    goal,
    limit,
    found,
    isMet ? "yes" : "**no**",
  ]);
  return [
    "### Goals",
    markdownTable([["goal", "limit", "found", "met"], ...rows], { align: ["l", "r", "r", "l"] }),
  ];
}

function scenarioSection(scenario: ScenarioResult): string {
  const latency = scenario.latency === undefined ? "" : ` Latency is ${scenario.latency}.`;
  const leftOut = scenario.leftOut.map(({ title, reason }) => `${title}: ${reason}.`);
  return [
    `### ${scenario.title}`,
    scenario.what + latency,
    scenarioTable(scenario),
    ...(leftOut.length > 0 ? [`Left out: ${leftOut.join(" ")}`] : []),
  ].join("\n\n");
}

function notes({ scenarios }: Results): string {
  const all = scenarios.flatMap(({ contenders }) =>
    contenders.map(({ title, note }) => `- ${title}: ${note}.`),
  );
  return ["### Who is who", [...new Set(all)].join("\n")].join("\n\n");
}
