import type { Change } from "../change.ts";
import type { CheckResult } from "../check.ts";
import { type ChangeGroup, grouped } from "./grouped.ts";
import { adviceOf, verdictOf } from "./words.ts";

const maxWitness = 600;

/** The report as a comment on a pull request, for readers who never saw the tool. */
export function markdownReport(result: CheckResult): string {
  const { from, to, changes, isGood } = result;
  const of = (name: Change["class"]): ChangeGroup[] =>
    grouped(changes.filter((change) => change.class === name));
  const [breaking, additive, documentation] = [of("breaking"), of("additive"), of("documentation")];
  const parts = [
    `## ${isGood ? "✅" : "❌"} Protocol: ${verdictOf(result)}`,
    `Compared: **${escape(from.label)}** (${from.version}) with **${escape(to.label)}** (${to.version}), ${result.messages} messages. Each message is judged twice: what old programs write and new ones read, and the reverse; servers, viewers and trainers are not all updated on one day.`,
    summary({ breaking, additive, documentation }),
    bumpLine(result),
    ...adviceOf(result).map((advice) => `> **To do:** ${advice}`),
    ...(breaking.length > 0 ? ["### Breaking", ...breaking.map(breakingPart)] : []),
    ...(additive.length > 0 ? ["### Additive", additive.map(line).join("\n")] : []),
    ...(documentation.length > 0 ? ["### Documentation only", documentation.map(line).join("\n")] : []),
    ...lintPart(result),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function summary(groups: Readonly<Record<Change["class"], readonly ChangeGroup[]>>): string {
  const all = [...groups.breaking, ...groups.additive, ...groups.documentation];
  if (all.length === 0) return "";
  const rows = all.map(({ first, places }) => {
    const directions = (["old_to_new", "new_to_old"] as const).map((direction) => mark(first, direction));
    return `| ${placesText(places, 2)} | ${cell(clip(first.text, 90))} | ${directions.join(" | ")} |`;
  });
  return [
    "| where | what changed | old writer → new reader | new writer → old reader |",
    "|---|---|---|---|",
    ...rows,
  ].join("\n");
}

function mark({ impacts, allowed }: Change, direction: "old_to_new" | "new_to_old"): string {
  const classes = impacts.filter((impact) => impact.direction === direction).map((impact) => impact.class);
  if (classes.includes("breaking")) return allowed === undefined ? "❌ breaks" : "⚠️ breaks, allowed";
  return classes.includes("additive") ? "➕ new" : "✓";
}

function bumpLine({ needed, declared }: CheckResult): string {
  const by = declared.by.length > 0 ? ` (${declared.by.map((name) => `\`${name}\``).join(", ")})` : "";
  return `**Release needed:** ${needed} · **declared:** ${declared.bump}${by}`;
}

function breakingPart({ first, places }: ChangeGroup): string {
  const impacts = first.impacts.map(({ who, says, witness, class: grade }) => {
    const text = `- **${who}** (${grade}): ${prose(says)}`;
    return witness === undefined
      ? text
      : `${text} This message shows it:\n\n  \`\`\`json\n  ${clip(witness, maxWitness)}\n  \`\`\``;
  });
  const allowed = first.allowed === undefined ? [] : [`*Allowed:* ${escape(first.allowed)}`];
  return [
    `#### ${placesText(places, 6)} ${prose(first.text)}`,
    impacts.join("\n"),
    ...allowed,
    `<sub>\`${first.id}\`</sub>`,
  ].join("\n\n");
}

function line({ first, places }: ChangeGroup): string {
  const said = first.impacts.map(({ says }) => prose(says)).join(" ");
  return `- ${placesText(places, 6)} ${prose(first.text)}. ${said}${first.note === undefined ? "" : ` *${first.note}*`}`.trimEnd();
}

function lintPart({ lints, stale }: CheckResult): string[] {
  const open = lints.filter(({ allowed }) => allowed === undefined);
  const lines = open.map(
    ({ message, path, says }) => `- \`${path === "" ? message : `${message}.${path}`}\` ${prose(says)}.`,
  );
  const vain = stale.map((entry) => `- \`spec/allowed.yaml\` allows what is not there: ${prose(entry)}.`);
  return lines.length + vain.length === 0
    ? []
    : ["### Makes later additions a break", [...lines, ...vain].join("\n")];
}

function placesText(places: readonly string[], most: number): string {
  const shown = places
    .slice(0, most)
    .map((place) => `\`${place}\``)
    .join(", ");
  return places.length > most ? `${shown} and ${places.length - most} more` : shown;
}

function cell(text: string): string {
  return prose(text).replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** Text of the protocol as Markdown's prose: nothing in it is a mark, except for code between backticks. */
function prose(text: string): string {
  const parts = text.replaceAll("\n", " ").split(/(`[^`]*`)/);
  return parts.map((part, at) => (at % 2 === 1 ? part : escape(part))).join("");
}

function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#]/g, "\\$&");
}

/** The beginning of a long text, with no code left open. */
function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  const isOpen = cut.split("`").length % 2 === 0;
  return `${isOpen ? cut.slice(0, cut.lastIndexOf("`")) : cut}…`;
}
