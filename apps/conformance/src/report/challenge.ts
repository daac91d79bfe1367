import { clauses } from "@trainwire/protocol";
import type { RunReport } from "../run-report.ts";
import type { CaseResult } from "../verdict.ts";
import { verdictWords } from "./words.ts";

const shownFrames = 60;

/** What a challenge tells of the run beside the case. */
export type ChallengedRun = Pick<RunReport, "suite" | "protocol" | "target" | "started_at">;

/** The text of an issue that challenges a case, in Markdown: all but the reason, which is for its author to give. */
export function challengeOf(result: CaseResult, run: ChallengedRun): string {
  const { header, verdict, message, frames } = result;
  const left = frames.length - shownFrames;
  return [
    `# ${header.id} judges wrongly`,
    "",
    "## Why",
    "",
    "<!-- Which sentence below does the target keep, and which frame shows it? Or does no clause ask for this? -->",
    "",
    "## The case",
    "",
    `\`${header.id}\` ${header.title} (${header.level})`,
    "",
    ...header.clauses.map((id) => `- **${id}** ${clauses[id].text}`),
    "",
    `## It said: ${verdictWords[verdict]}`,
    "",
    "```",
    ...message.split("\n").map((line) => line.replace(/^```/, "'''")),
    "```",
    "",
    "## Frames",
    "",
    ...(left > 0 ? [`The last ${shownFrames}; ${left} came before.`, ""] : []),
    "```json",
    ...frames.slice(-shownFrames).map((frame) => JSON.stringify(frame)),
    "```",
    "",
    "## Versions",
    "",
    `${run.suite.name} ${run.suite.version}, ${run.protocol}, ${run.started_at}, target \`${run.target.replaceAll("`", "'")}\``,
    "",
  ].join("\n");
}
