import type { CaseReport, RunReport } from "../run-report.ts";
import { isRed, type Verdict, verdicts } from "../verdict.ts";
import { verdictOfRun, verdictWords } from "./words.ts";

/** Runs as Markdown, made to be read in a CI summary or on a pull request. */
export function markdownReport(reports: readonly RunReport[]): string {
  return `${reports.map(sectionOf).join("\n\n")}\n`;
}

function sectionOf(report: RunReport): string {
  const { role, target, duration_ms, suite, protocol, cases } = report;
  const counted = verdicts.filter((verdict) => (report.summary[verdict] ?? 0) > 0);
  return [
    `## ${verdictOfRun(report.exit_code)}: ${role}`,
    "",
    `\`${target.replaceAll("`", "'")}\``,
    "",
    `| ${counted.map((verdict) => verdictWords[verdict]).join(" | ")} | cases | time |`,
    `|${" --: |".repeat(counted.length + 2)}`,
    `| ${counted.map((verdict) => report.summary[verdict]).join(" | ")} | ${cases.length} | ${(duration_ms / 1000).toFixed(1)} s |`,
    "",
    ...[
      "harness_error",
      "fail",
      "flaky",
      "stale_known_fail",
      "untestable",
      "not_run",
      "warn",
      "known_fail",
    ].flatMap((verdict) => listOf(cases, verdict as Verdict, report.clauses)),
    `<sub>${protocol}, ${suite.name} ${suite.version}, ${report.started_at}</sub>`,
  ].join("\n");
}

function listOf(
  cases: readonly CaseReport[],
  verdict: Verdict,
  texts: Readonly<Record<string, string>>,
): string[] {
  const found = cases.filter((each) => each.verdict === verdict);
  if (found.length === 0) return [];
  const lines = found.map(({ id, title, message, clauses }) => {
    const sentences = clauses.map((clause) => `${clause}: ${texts[clause] ?? ""}`).join(" ");
    return `- **${id}** ${title}. ${oneLine(message)}${isRed(verdict) ? ` <br><sub>${sentences}</sub>` : ""}`;
  });
  return [`### ${verdictWords[verdict]}`, "", ...lines, ""];
}

/** Text of a target in a line of Markdown: as code, so that nothing in it is markup. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim().slice(0, 500);
  return line === "" ? "" : `\`\` ${line.replaceAll("``", "''")} \`\``;
}
