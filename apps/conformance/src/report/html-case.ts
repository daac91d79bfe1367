import type { CaseReport } from "../run-report.ts";
import type { Frame } from "../trace.ts";
import { isRed } from "../verdict.ts";
import { escapeHtml } from "./html-text.ts";
import { verdictWords } from "./words.ts";

/** Which run a case belongs to; its number makes anchors unique. */
export interface CasePlace {
  readonly run: number;
  readonly name: string;
  /** The sentences of the clauses. */
  readonly texts: Readonly<Record<string, string>>;
}

/** One case: its clauses word for word, its verdict, and what passed, a lane for each actor. */
export function caseSection(result: CaseReport, { run, name, texts }: CasePlace): string {
  const { id, title, verdict, message, clauses, frames = [], duration_ms, assertions, repeats } = result;
  const facts = [`${duration_ms} ms`, `${assertions} assertions`, `${frames.length} frames shown`];
  if (repeats) facts.push(`passed ${repeats.passed} of ${repeats.runs} times`);
  return `<details id="${run}-${id}" data-state="${isRed(verdict) ? "red" : "green"}" data-words="${escapeHtml(
    [id, title, ...clauses].join(" ").toLowerCase(),
  )}">
<summary><span class="mark ${verdict}">${verdictWords[verdict]}</span> <code>${id}</code> ${escapeHtml(title)} <span class="quiet">${escapeHtml(name)}</span></summary>
${message === "" ? "" : `<pre class="message">${escapeHtml(message)}</pre>`}
<dl>${clauses.map((clause) => `<dt>${clause}</dt><dd>${escapeHtml(texts[clause] ?? "")}</dd>`).join("")}</dl>
<p class="quiet">${facts.join(" · ")}</p>
${frames.length > 0 ? timeline(frames) : ""}
</details>`;
}

function timeline(frames: readonly Frame[]): string {
  const actors = [...new Set(frames.map(({ actor }) => actor))];
  const heads = actors.map((actor) => `<th scope="col">${escapeHtml(actor)}</th>`).join("");
  const rows = frames.map(({ atMs, actor, direction, text }) => {
    const lane = actors.indexOf(actor);
    const arrow = direction === "sent" ? "→" : "←";
    const cell = `<td class="${direction}"><span class="arrow" title="${direction}">${arrow}</span> <code>${escapeHtml(text)}</code></td>`;
    return `<tr><td class="time">${atMs.toFixed(0)}</td>${"<td></td>".repeat(lane)}${cell}${"<td></td>".repeat(actors.length - lane - 1)}</tr>`;
  });
  return `<div class="scroll"><table class="timeline"><thead><tr><th scope="col">ms</th>${heads}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}
