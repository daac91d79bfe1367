import junitBuilder, { type Builder, type TestCase } from "junit-report-builder";
import type { CaseReport, RunReport } from "../run-report.ts";

/** What the module is; its types take it for one with a default export. */
const builder = junitBuilder as unknown as Builder;

/** Runs as JUnit XML, a suite each. What a target breaks is a failure, what keeps the suite from judging an error. */
export function junitReport(reports: readonly RunReport[]): string {
  const junit = builder.newBuilder();
  for (const report of reports) {
    const suite = junit
      .testSuite()
      .name(printable(`${report.role}: ${report.target}`))
      .timestamp(new Date(report.started_at))
      .time(report.duration_ms / 1000);
    for (const result of report.cases) {
      const testCase = suite
        .testCase()
        .className(`conformance.${report.role}.${groupOf(result.id)}`)
        .name(`${result.id} ${result.title}`)
        .time(result.duration_ms / 1000);
      note(testCase, result);
    }
  }
  return junit.build();
}

function note(testCase: TestCase, { verdict, message, clauses, frames = [] }: CaseReport): void {
  const about = printable(`${message} (${clauses.join(" ")})`);
  switch (verdict) {
    case "pass":
      return;
    case "not_applicable":
    case "known_fail":
      testCase.skipped().standardOutput(about);
      return;
    case "warn":
      testCase.standardError(about);
      return;
    case "fail":
    case "flaky":
    case "stale_known_fail":
      testCase.failure(about, verdict);
      break;
    default:
      testCase.error(about, verdict);
  }
  const lines = frames.map(
    ({ atMs, actor, direction, text }) => `${atMs.toFixed(0)} ms ${actor} ${direction} ${text}`,
  );
  testCase.standardOutput(printable(lines.join("\n")));
}

/** The part of a case's id before its number. */
function groupOf(id: string): string {
  return id.replace(/-\d+$/, "");
}

/** XML has no place for most control characters, not even escaped. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what it takes out
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/gu, "\ufffd");
}
