/// <reference types="node" />
import { readFileSync } from "node:fs";

/** One row of a table: its cells, without the marks of code. */
export type Row = readonly string[];

/** A part of PROTOCOL.md from one heading to the next. */
export interface Section {
  readonly heading: string;
  /** The text of each ```json block. */
  readonly examples: readonly string[];
  /** The rows of its tables below their column names. */
  readonly rows: readonly Row[];
  /** Its clauses, as `[id, sentence]`. */
  readonly clauses: readonly (readonly [id: string, text: string])[];
}

const text = readFileSync(new URL("../../../../PROTOCOL.md", import.meta.url), "utf8");

/** The whole of PROTOCOL.md, by heading. */
export const sections: readonly Section[] = text
  .split(/^(?=#{1,4} )/m)
  .filter((part) => part.startsWith("#"))
  .map(readSection);

/** The section of this heading; an empty one if there is none, so that what is missing shows in a test. */
export function sectionOf(heading: string): Section {
  const found = sections.find((section) => section.heading === heading);
  return found ?? { heading, examples: [], rows: [], clauses: [] };
}

/** Every link to a heading of the same page, and every heading's own anchor. */
export function anchors(): { readonly links: readonly string[]; readonly targets: readonly string[] } {
  const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = ""]) => anchor);
  const targets = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
  return { links, targets };
}

/** Every name of more than one word that is written as code outside of blocks, such as `after_seq`. */
export function codeNames(): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, "");
  const code = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, inner = ""]) => inner);
  return code.flatMap((inner) => inner.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? []);
}

/** The lines of every ```ndjson block. */
export function recordExamples(): string[] {
  return [...text.matchAll(/^```ndjson\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block);
}

function readSection(part: string): Section {
  const lines = part.split("\n");
  const tableLines = lines.filter((line) => line.startsWith("|"));
  return {
    heading: (lines[0] ?? "").replace(/^#+ /, "").replaceAll("`", ""),
    examples: [...part.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, example = ""]) => example),
    rows: tableLines
      .filter((_line, at) => !isRule(tableLines[at]) && !isRule(tableLines[at + 1]))
      .map((line) => line.split("|").slice(1, -1))
      .map((cells) => cells.map((cell) => cell.trim().replaceAll("`", ""))),
    clauses: [...part.matchAll(/^- \*\*\[([A-Z]+-\d\d)\]\*\* (.*)$/gm)].map(
      ([, id = "", sentence = ""]) => [id, sentence] as const,
    ),
  };
}

/** Whether the line is the one between a table's column names and its rows. */
function isRule(line: string | undefined): boolean {
  return /^\|[-|]+\|$/.test(line ?? "");
}
