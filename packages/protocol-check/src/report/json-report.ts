import type { CheckResult } from "../check.ts";
import { verdictOf } from "./words.ts";

/** The whole result as JSON, for programs. */
export function jsonReport(result: CheckResult): string {
  return `${JSON.stringify({ verdict: verdictOf(result), ...result }, undefined, 2)}\n`;
}
