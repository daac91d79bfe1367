import { writeFile } from "node:fs/promises";
import type { RunReport } from "../run-report.ts";

/** Writes the report to a file, as JSON. */
export async function writeJsonReport(path: string, report: RunReport): Promise<void> {
  await writeFile(path, `${JSON.stringify(report, undefined, 2)}\n`);
}
