import { clauses } from "@trainwire/protocol";
import { z } from "zod";
import { type CaseResult, isRed, type Verdict, verdicts } from "./verdict.ts";

/** So many frames of a case stand in a report: the newest. */
const keptFrames = 500;

const FrameRecord = z.object({
  atMs: z.number(),
  actor: z.string(),
  direction: z.enum(["sent", "received"]),
  text: z.string(),
});

/** One case in the JSON report. */
export const CaseReport = z.object({
  id: z.string(),
  title: z.string(),
  clauses: z.array(z.string()),
  level: z.string(),
  verdict: z.enum(verdicts),
  message: z.string(),
  duration_ms: z.number(),
  assertions: z.number(),
  received: z.number(),
  /** How often it was played, and how often it passed, if more than once. */
  repeats: z.object({ runs: z.int(), passed: z.int() }).optional(),
  /** Of a case that did not pass, or of every case if that was asked for; the newest 500. */
  frames: z.array(FrameRecord).readonly().optional(),
});
/** One case in the JSON report. */
export type CaseReport = z.infer<typeof CaseReport>;

/** A whole run, as the JSON report holds it. */
export const RunReport = z.object({
  suite: z.object({ name: z.string(), version: z.string() }),
  protocol: z.string(),
  role: z.string(),
  target: z.string(),
  /** RFC 3339 UTC. */
  started_at: z.string(),
  duration_ms: z.number(),
  time_scale: z.number(),
  /** Which part of the cases it played, such as `2/3`; absent: all that were selected. */
  shard: z.string().optional(),
  exit_code: z.int(),
  /** How many cases ended with each verdict. */
  summary: z.record(z.enum(verdicts), z.int()),
  /** The sentences of the clauses that the cases prove. */
  clauses: z.record(z.string(), z.string()),
  cases: z.array(CaseReport),
});
/** A whole run, as the JSON report holds it. */
export type RunReport = z.infer<typeof RunReport>;

/** How many cases have each verdict. */
export function countVerdicts(cases: readonly { readonly verdict: Verdict }[]): Record<Verdict, number> {
  const counts = Object.fromEntries(verdicts.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  for (const { verdict } of cases) counts[verdict] += 1;
  return counts;
}

/** A result as the JSON report holds it. @param keepsFrames Whether also those of a case that passed */
export function caseReport(result: CaseResult, keepsFrames: boolean): CaseReport {
  const { header, verdict, message, durationMs, assertions, received, frames, repeats } = result;
  return {
    id: header.id,
    title: header.title,
    clauses: header.clauses,
    level: header.level,
    verdict,
    message,
    duration_ms: Math.round(durationMs),
    assertions,
    received,
    ...(repeats && { repeats }),
    ...((keepsFrames || isRed(verdict) || verdict === "warn") && { frames: frames.slice(-keptFrames) }),
  };
}

/** The sentences of the clauses that cases prove. */
export function clauseTexts(results: readonly CaseResult[]): Record<string, string> {
  const ids = new Set(results.flatMap(({ header }) => header.clauses));
  return Object.fromEntries([...ids].sort().map((id) => [id, clauses[id].text]));
}
