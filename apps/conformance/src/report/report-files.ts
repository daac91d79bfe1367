import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { ConformanceError, describeError } from "../errors.ts";
import { RunReport } from "../run-report.ts";
import { badge } from "./badge.ts";
import { htmlReport } from "./html-report.ts";
import { junitReport } from "./junit-report.ts";
import { markdownReport } from "./markdown-report.ts";

const writers = {
  json: (reports: readonly RunReport[]) =>
    `${JSON.stringify(reports.length === 1 ? reports[0] : reports, undefined, 2)}\n`,
  junit: junitReport,
  html: htmlReport,
  md: markdownReport,
  badge,
};

/** A report that is asked for. */
export interface ReportFile {
  readonly kind: keyof typeof writers;
  readonly path: string;
}

/** The kinds of reports, as `--report` names them. */
export const reportKinds = Object.keys(writers).join(", ");

/**
 * Adds a report such as `html=report.html` to those that are asked for.
 *
 * @throws ConformanceError `usage` unless it reads so.
 */
export function collectReport(text: string, before: readonly ReportFile[]): ReportFile[] {
  const at = text.indexOf("=");
  const [kind, path] = [text.slice(0, at), text.slice(at + 1)];
  if (Object.hasOwn(writers, kind) && path !== "")
    return [...before, { kind: kind as ReportFile["kind"], path }];
  throw new ConformanceError("usage", `--report wants KIND=FILE with a kind of ${reportKinds}, not ${text}`);
}

/**
 * Writes reports of runs.
 *
 * @throws ConformanceError `usage` if a file cannot be written.
 */
export async function writeReports(
  files: readonly ReportFile[],
  reports: readonly RunReport[],
): Promise<void> {
  for (const { kind, path } of files) {
    try {
      await writeFile(path, writers[kind](reports));
    } catch (cause) {
      throw new ConformanceError("usage", `${path} cannot be written: ${describeError(cause)}`, { cause });
    }
  }
}

/**
 * Reads JSON reports; a file may hold several.
 *
 * @throws ConformanceError `usage` if one cannot be read, or is none.
 */
export async function readReports(paths: readonly string[]): Promise<RunReport[]> {
  const reports: RunReport[] = [];
  for (const path of paths) {
    try {
      const content: unknown = JSON.parse(await readFile(path, "utf8"));
      reports.push(...z.array(RunReport).parse(Array.isArray(content) ? content : [content]));
    } catch (error) {
      const why = error instanceof z.ZodError ? z.prettifyError(error) : describeError(error);
      throw new ConformanceError("usage", `${path} is no JSON report: ${why}`, { cause: error });
    }
  }
  return reports;
}
