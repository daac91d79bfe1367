import { clauses } from "@trainwire/protocol";
import colors from "picocolors";
import type { RunReport } from "../run-report.ts";
import type { CaseResult, Verdict } from "../verdict.ts";

const shownFrames = 30;
const shownText = 300;

const marks: Record<Verdict, string> = {
  pass: colors.green("pass"),
  fail: colors.red("FAIL"),
  warn: colors.yellow("warn"),
  not_applicable: colors.dim("n/a "),
  harness_error: colors.magenta("ERR "),
};

/** One line per case; if it is red, also the broken clauses and the frames seen. */
export function formatResult(result: CaseResult): string {
  const { header, verdict, message, durationMs } = result;
  const time = colors.dim(`${Math.round(durationMs)} ms`);
  const head = `${marks[verdict]}  ${header.id}  ${header.title}  ${colors.dim(header.clauses.join(" "))}  ${time}`;
  if (verdict === "pass") return head;
  if (verdict === "not_applicable") return `${head}\n      ${message}`;
  const lines = [
    message,
    ...header.clauses.map((id) => `${colors.bold(id)}  ${clauses[id].text}`),
    ...formatFrames(result),
  ];
  return [head, ...lines.flatMap((line) => line.split("\n")).map((line) => `      ${line}`)].join("\n");
}

/** The last line: how many cases ended with each verdict. */
export function formatSummary({ summary, target, duration_ms, exit_code }: RunReport): string {
  const { pass, fail, warn, not_applicable, harness_error } = summary;
  const verdict =
    { 0: colors.green("conformant"), 1: colors.red("not conformant") }[exit_code] ?? "no verdict";
  const counts = `${pass} passed, ${fail} failed, ${warn} warned, ${not_applicable} not applicable, ${harness_error} suite errors`;
  return `${verdict}: ${counts} in ${(duration_ms / 1000).toFixed(1)} s (${target})`;
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
