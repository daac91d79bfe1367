import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BenchError } from "../errors.ts";
import { repository } from "../folders.ts";
import { Results } from "../results.ts";
import { plotRatios } from "./plot.ts";
import { writeReport } from "./report.ts";

const begin = "<!-- bench:begin: what lies between these marks is written by npm run bench -->";
const end = "<!-- bench:end -->";

/** Writes `report.json`, `report.md` and `ratios.svg` into a folder; returns their names. */
export async function writeReportFolder(folder: string, results: Results): Promise<string[]> {
  const svg = await plotRatios(results);
  return writeAll([
    [join(folder, "report.json"), toJson(results)],
    [join(folder, "report.md"), `# Benchmark\n\n${writeReport(results)}\n`],
    ...(svg === undefined ? [] : [[join(folder, "ratios.svg"), svg] as const]),
  ]);
}

/**
 * Writes `docs/performance.md` between its marks, its plot, and the dated report; returns their names.
 * @throws BenchError `usage` if the document has no marks
 */
export async function writeDocuments(results: Results): Promise<string[]> {
  const docs = join(repository, "docs");
  const page = join(docs, "performance.md");
  const report = writeReport(results);
  const plot = "![CPU relative to naive ws](images/performance.svg)";
  const text = between(await readFile(page, "utf8"), `${plot}\n\n${report}`);
  const name = `${results.startedAt.slice(0, 10)}-benchmark`;
  const svg = await plotRatios(results);
  return writeAll([
    [page, text],
    [join(docs, "reports", `${name}.json`), toJson(results)],
    [join(docs, "reports", `${name}.md`), `# Benchmark of ${results.startedAt.slice(0, 10)}\n\n${report}\n`],
    ...(svg === undefined ? [] : [[join(docs, "images", "performance.svg"), svg] as const]),
  ]);
}

/**
 * Reads a `report.json`.
 * @throws BenchError `usage` if it is none
 */
export async function readResults(file: string): Promise<Results> {
  try {
    return Results.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    throw new BenchError("usage", `${file} is no report of this benchmark.`, { cause });
  }
}

/** The document with the new text between its marks. */
export function between(document: string, text: string): string {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from)
    throw new BenchError("usage", `docs/performance.md has lost its marks: ${begin} … ${end}`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}

/** One run a line, so that reports stay short and their changes readable. */
function toJson(results: Results): string {
  const text = JSON.stringify(results, (_, value) => (typeof value === "number" ? round(value) : value), 1);
  return `${text.replace(/\{\s*"round"[^{}]*"measurement": \{[^}]*?(\{[^{}]*\})?[^{}]*\}\s*\}/g, (run) => run.replace(/\s*\n\s*/g, " "))}\n`;
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}

async function writeAll(files: readonly (readonly [string, string])[]): Promise<string[]> {
  for (const [file, text] of files) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return files.map(([file]) => file);
}
