import { makeBadge } from "badge-maker";
import { exitCodes } from "../exit-codes.ts";
import type { RunReport } from "../run-report.ts";

/** A badge in SVG: the protocol, and what the runs say, at the worst. */
export function badge(reports: readonly RunReport[]): string {
  const passed = reports.reduce((sum, { summary }) => sum + (summary.pass ?? 0), 0);
  const isConformant = reports.every(({ exit_code }) => exit_code === exitCodes.conformant);
  const isBroken = reports.some(({ exit_code }) => exit_code === exitCodes.notConformant);
  return makeBadge({
    label: reports[0]?.protocol ?? "trainwire",
    message: isConformant ? `conformant, ${passed} cases` : isBroken ? "not conformant" : "unknown",
    color: isConformant ? "brightgreen" : isBroken ? "red" : "lightgrey",
  });
}
