import { readFile } from "node:fs/promises";
import picomatch from "picomatch";
import { parse } from "yaml";
import { z } from "zod";
import { ConformanceError, describeError } from "./errors.ts";
import type { CaseResult } from "./verdict.ts";

/** One line of the file of known failures. */
const KnownFailure = z.strictObject({
  /** The id of a case, or a pattern of ids such as `resume-*`. */
  case: z.string().min(1),
  reason: z.string().min(10),
  /** Where it is worked on. */
  link: z.url(),
  /** The last day on which it may fail. */
  expires: z.iso.date(),
});
/** One line of the file of known failures. */
export type KnownFailure = z.infer<typeof KnownFailure>;

/**
 * Reads a YAML file of known failures: a list of `{case, reason, link, expires}`.
 *
 * @throws ConformanceError `usage` if it cannot be read, or an entry is wrong.
 */
export async function readKnownFailures(path: string): Promise<readonly KnownFailure[]> {
  try {
    // Dates stay texts, whoever writes them without quotes.
    const entries: unknown = parse(await readFile(path, "utf8"), { schema: "core" });
    return z.array(KnownFailure).parse(entries);
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : describeError(error);
    throw new ConformanceError("usage", `--known-failing ${path}: ${why}`, { cause: error });
  }
}

/**
 * Judges results by what is known to fail: a failure that is listed is `known_fail`; one whose entry has expired stays a
 * failure; what passes all the same, or does not apply, is `stale_known_fail`.
 *
 * @param today As `2026-12-01`.
 * @throws ConformanceError `usage` if an entry names no case of the run.
 */
export function applyKnownFailures(
  results: readonly CaseResult[],
  known: readonly KnownFailure[],
  today: string,
): readonly CaseResult[] {
  for (const entry of known) {
    if (!results.some(({ header }) => matches(entry, header.id)))
      throw new ConformanceError(
        "usage",
        `${entry.case} is known to fail, but no case of this run is named so`,
      );
  }
  return results.map((result) => {
    const entry = known.find((each) => matches(each, result.header.id));
    return entry ? judge(result, entry, today) : result;
  });
}

function matches(entry: KnownFailure, id: string): boolean {
  return picomatch.isMatch(id, entry.case);
}

function judge(result: CaseResult, entry: KnownFailure, today: string): CaseResult {
  const { verdict, message } = result;
  const where = `${entry.reason} (${entry.link}, until ${entry.expires})`;
  switch (verdict) {
    case "fail":
    case "warn":
    case "flaky":
      return entry.expires >= today
        ? { ...result, verdict: "known_fail", message: `${where}: ${message}` }
        : { ...result, message: `no longer excused since ${entry.expires}: ${message}` };
    case "pass":
    case "not_applicable":
      return {
        ...result,
        verdict: "stale_known_fail",
        message: `it does not fail any more; take it out of the known failures: ${where}`,
      };
    default:
      return result;
  }
}
