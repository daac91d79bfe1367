import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { CheckResult } from "../check.ts";
import { CheckError, firstLineOf } from "../errors.ts";
import { jsonReport } from "../report/json-report.ts";
import { markdownReport } from "../report/markdown.ts";
import { sarifReport } from "../report/sarif.ts";
import { locateIn } from "../report/source-location.ts";
import { findPackage } from "../version/package-folder.ts";

/** A report that was asked for. */
export interface ReportOrder {
  readonly format: "md" | "json" | "sarif";
  readonly file: string;
}

/** Reads `md=FILE`, `json=FILE` or `sarif=FILE`. @throws CheckError `usage` for anything else. */
export function readReportOrder(text: string): ReportOrder {
  const [, format, file] = /^(md|json|sarif)=(.+)$/s.exec(text) ?? [];
  if (format === undefined || file === undefined) {
    throw new CheckError(
      "usage",
      `--report takes md=FILE, json=FILE or sarif=FILE, not ${JSON.stringify(text)}`,
    );
  }
  return { format: format as ReportOrder["format"], file };
}

/** Writes the reports that were asked for. @throws CheckError `cannot_write`. */
export function writeReports(result: CheckResult, orders: readonly ReportOrder[], home: string): void {
  for (const { format, file } of orders) {
    try {
      mkdirSync(dirname(resolve(file)), { recursive: true });
      writeFileSync(file, reportIn(format, result, home));
    } catch (error) {
      throw new CheckError("cannot_write", `the report ${file} cannot be written: ${firstLineOf(error)}`, {
        cause: error,
      });
    }
  }
}

function reportIn(format: ReportOrder["format"], result: CheckResult, home: string): string {
  switch (format) {
    case "md":
      return markdownReport(result);
    case "json":
      return jsonReport(result);
    case "sarif":
      return sarifReport(result, locateIn(findPackage(home).folder, home));
    default:
      throw format satisfies never;
  }
}
