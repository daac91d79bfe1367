import { clauses } from "@trainwire/protocol";
import colors from "picocolors";
import { exitCodes } from "../exit-codes.ts";
import type { RunReport } from "../run-report.ts";
import { type CaseResult, type Verdict, verdicts } from "../verdict.ts";
import { verdictOfRun, verdictWords } from "./words.ts";

const shownFrames = 30;
const shownText = 300;

const marks: Record<Verdict, string> = {
  pass: colors.green("pass"),
  warn: colors.yellow("warn"),
  not_applicable: colors.dim("n/a "),
  known_fail: colors.yellow("knwn"),
  fail: colors.red("FAIL"),
  flaky: colors.red("FLAK"),
  stale_known_fail: colors.red("STAL"),
  untestable: colors.red("CANT"),
  not_run: colors.red("----"),
  harness_error: colors.magenta("ERR "),
};

/** What is said in a line. */
const quiet: readonly Verdict[] = ["not_applicable", "known_fail", "stale_known_fail", "not_run"];

/** One line per case; if it is red, also the broken clauses and the frames seen. */
export function formatResult(result: CaseResult): string {
  const { header, verdict, message, durationMs } = result;
  const time = colors.dim(`${Math.round(durationMs)} ms`);
  const head = `${marks[verdict]}  ${header.id}  ${header.title}  ${colors.dim(header.clauses.join(" "))}  ${time}`;
  if (verdict === "pass") return head;
  if (quiet.includes(verdict)) return `${head}\n      ${message}`;
  const lines = [
    message,
    ...header.clauses.map((id) => `${colors.bold(id)}  ${clauses[id].text}`),
    ...formatFrames(result),
  ];
  return [head, ...lines.flatMap((line) => line.split("\n")).map((line) => `      ${line}`)].join("\n");
}

/** The last line: how many cases ended with each verdict. */
export function formatSummary({ summary, target, duration_ms, exit_code }: RunReport): string {
  const always: readonly Verdict[] = ["pass", "fail", "warn", "not_applicable"];
  const rest = verdicts.filter((verdict) => !always.includes(verdict) && (summary[verdict] ?? 0) > 0);
  const counts = [...always, ...rest]
    .map((verdict) => `${summary[verdict] ?? 0} ${verdictWords[verdict]}`)
    .join(", ");
  const color = exit_code === exitCodes.conformant ? colors.green : colors.red;
  return `${color(verdictOfRun(exit_code))}: ${counts} in ${(duration_ms / 1000).toFixed(1)} s (${target})`;
}

function formatFrames({ frames }: CaseResult): string[] {
  const left = frames.length - shownFrames;
  const lines = frames.slice(-shownFrames).map(({ atMs, actor, direction, text }) => {
    const arrow = direction === "sent" ? "→" : "←";
    const shown = text.length > shownText ? `${text.slice(0, shownText)}…` : text;
    return colors.dim(`${atMs.toFixed(0).padStart(6)} ms  ${actor.padEnd(10)} ${arrow} ${shown}`);
  });
  return left > 0 ? [colors.dim(`… ${left} earlier frames`), ...lines] : lines;
}
