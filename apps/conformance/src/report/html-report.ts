import type { RunReport } from "../run-report.ts";
import { isRed, verdicts } from "../verdict.ts";
import { caseSection } from "./html-case.ts";
import { escapeHtml } from "./html-text.ts";
import { script, style } from "./html-theme.ts";
import { verdictOfRun, verdictWords } from "./words.ts";

/** Runs as one page that needs nothing else: a matrix of targets and cases, and what passed in each case. */
export function htmlReport(reports: readonly RunReport[]): string {
  const title = "Trainwire conformance";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
<div class="runs">${reports.map((report, run) => runCard(report, nameOf(report, run))).join("")}</div>
<p class="filters"><label><input type="search" id="search" placeholder="Case, clause or words"> </label>
<label><input type="checkbox" id="red"> only what is red</label></p>
${matrix(reports)}
<h2>Cases</h2>
${reports.flatMap((report, run) => report.cases.map((each) => caseSection(each, { name: nameOf(report, run), run, texts: report.clauses }))).join("\n")}
<script>${script}</script>
</body>
</html>
`;
}

function runCard(report: RunReport, name: string): string {
  const { target, exit_code, summary, protocol, suite, started_at, duration_ms, shard } = report;
  const bars = verdicts
    .filter((verdict) => (summary[verdict] ?? 0) > 0)
    .map((verdict) => {
      const words = `${summary[verdict]} ${verdictWords[verdict]}`;
      return `<span class="bar ${verdict}" style="flex-grow:${summary[verdict]}" title="${words}">${words}</span>`;
    });
  const facts = [
    protocol,
    `${suite.name} ${suite.version}`,
    started_at,
    `${(duration_ms / 1000).toFixed(1)} s`,
  ];
  if (shard !== undefined) facts.push(`part ${shard}`);
  return `<section class="run ${exit_code === 0 ? "green" : "red"}">
<h2>${escapeHtml(name)}: ${verdictOfRun(exit_code)}</h2>
<p><code>${escapeHtml(target)}</code></p>
<div class="bars">${bars.join("")}</div>
<p class="quiet">${facts.map(escapeHtml).join(" · ")}</p>
</section>`;
}

/** One row a case, one column a run. */
function matrix(reports: readonly RunReport[]): string {
  const titles = new Map(reports.flatMap(({ cases }) => cases.map(({ id, title }) => [id, title] as const)));
  const byId = reports.map(({ cases }) => new Map(cases.map((each) => [each.id, each])));
  const rows = [...titles].map(([id, title]) => {
    const cells = byId.map((cases, run) => {
      const found = cases.get(id);
      if (found === undefined) return "<td></td>";
      const { verdict } = found;
      return `<td><a class="mark ${verdict}" href="#${run}-${id}">${verdictWords[verdict]}</a></td>`;
    });
    const some = byId.map((cases) => cases.get(id)).filter((found) => found !== undefined);
    const state = some.some(({ verdict }) => isRed(verdict)) ? "red" : "green";
    const words = [id, title, ...(some[0]?.clauses ?? [])].join(" ").toLowerCase();
    return `<tr data-state="${state}" data-words="${escapeHtml(words)}"><th scope="row"><code>${id}</code> ${escapeHtml(title)}</th>${cells.join("")}</tr>`;
  });
  const heads = reports.map(
    (report, run) =>
      `<th scope="col" title="${escapeHtml(report.target)}">${escapeHtml(nameOf(report, run))}</th>`,
  );
  return `<table class="matrix"><thead><tr><th scope="col">Case</th>${heads.join("")}</tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
}

/** Several runs may be of one role. */
function nameOf({ role }: RunReport, run: number): string {
  return `${run + 1} ${role}`;
}
