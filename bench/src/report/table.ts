import { markdownTable } from "markdown-table";
import type { ScenarioResult } from "../results.ts";
import { type Spread, type Summary, summarise } from "../summary.ts";

interface Column {
  readonly title: (scenario: ScenarioResult) => string;
  /** Undefined where there is nothing to tell; a column in which nobody tells anything is left out. */
  readonly cell: (summary: Summary) => string | undefined;
}

const plurals = {
  delivery: "deliveries",
  update: "updates",
  viewer: "viewers",
  query: "queries",
  report: "reports",
};

const columns: readonly Column[] = [
  { title: () => "server", cell: ({ contender }) => contender.title },
  {
    title: ({ unit }) => `CPU-s per million ${plurals[unit]}`,
    cell: ({ cpuSecondsPerMillion }) => withSpread(cpuSecondsPerMillion),
  },
  { title: ({ reference }) => `relative to ${reference ?? "-"}`, cell: ({ ratio }) => withSpread(ratio) },
  {
    title: ({ unit }) => `${plurals[unit]}/s`,
    cell: ({ perSecond }) => perSecond && whole(perSecond.median),
  },
  { title: () => "p50 ms", cell: ({ latencyMs }) => latencyMs && short(latencyMs.p50) },
  { title: () => "p99 ms", cell: ({ latencyMs }) => latencyMs && short(latencyMs.p99) },
  { title: () => "p99.9 ms", cell: ({ latencyMs }) => latencyMs && short(latencyMs.p999) },
  { title: () => "max ms", cell: ({ latencyMs }) => latencyMs && short(latencyMs.max) },
  { title: () => "RSS KB per viewer", cell: ({ kilobytesPerViewer }) => withSpread(kilobytesPerViewer) },
  {
    title: () => "server MB",
    cell: ({ serverMegabytes }) => serverMegabytes && whole(serverMegabytes.median),
  },
  {
    title: () => "bytes each",
    cell: ({ bytesPerDelivery }) => bytesPerDelivery && whole(bytesPerDelivery.median),
  },
  { title: () => "runs", cell: ({ contender }) => `${contender.runs.length}` },
  {
    title: () => "lost, repeated, faults",
    cell: ({ lost, repeated, faults }) => `${lost}, ${repeated}, ${faults}`,
  },
];

/** A scenario's table in Markdown: a row per contender, medians over its runs, in brackets from lowest to highest. */
export function scenarioTable(scenario: ScenarioResult): string {
  const summaries = summarise(scenario);
  const told = columns.filter(({ cell }) => summaries.some((summary) => cell(summary) !== undefined));
  const head = told.map(({ title }) => title(scenario));
  const rows = summaries.map((summary) => told.map(({ cell }) => cell(summary) ?? "-"));
  return markdownTable([head, ...rows], { align: ["l", ...told.slice(1).map(() => "r")] });
}

/** A number with three digits that count. */
export function short(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}

function withSpread(spread: Spread | undefined): string | undefined {
  if (!spread) return undefined;
  if (spread.min === spread.max) return short(spread.median);
  return `${short(spread.median)} (${short(spread.min)}–${short(spread.max)})`;
}
