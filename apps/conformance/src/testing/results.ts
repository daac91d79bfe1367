import { serverCases } from "../cases/manifest.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { caseReport, clauseTexts, countVerdicts, type RunReport } from "../run-report.ts";
import type { CaseResult, Verdict } from "../verdict.ts";

/** Results of the first cases for servers, one for each verdict; what is red has a frame and a message with markup. */
export function resultsOf(...wanted: Verdict[]): CaseResult[] {
  return serverCases.slice(0, wanted.length).map(({ header }, index) => {
    const verdict = wanted[index] ?? "pass";
    return {
      header,
      verdict,
      message: verdict === "pass" ? "" : `expected <b>1</b> & "2", got \u0007${index}`,
      durationMs: 12.4,
      assertions: 3,
      received: 2,
      frames: [
        { atMs: 1, actor: "viewer-1", direction: "sent", text: '{"type":"ping","id":"<x>"}' },
        { atMs: 2.5, actor: "trainer-1", direction: "received", text: "200 {}" },
      ],
    };
  });
}

/** A report of such results. */
export function reportOf(results: readonly CaseResult[], about: Partial<RunReport> = {}): RunReport {
  return {
    suite: { name: "@trainwire/conformance", version: "0.9.0" },
    protocol: "trainwire.v1",
    role: "server",
    target: "my-server <&>",
    started_at: "2026-11-22T05:00:00.000Z",
    duration_ms: 1234,
    time_scale: 1,
    exit_code: exitCodeOf(results),
    summary: countVerdicts(results),
    clauses: clauseTexts(results),
    cases: results.map((result) => caseReport(result, false)),
    ...about,
  };
}
