import { ConformanceError } from "./errors.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { countVerdicts, type RunReport } from "./run-report.ts";

/**
 * The parts of one run as one report.
 *
 * @param manifest The ids of all cases of the role, in order.
 * @throws ConformanceError `usage` if they are not parts of one run, `interrupted` if they do not hold every case of the
 *   manifest exactly once: then something was never played, or twice.
 */
export function mergeReports(parts: readonly RunReport[], manifest: readonly string[]): RunReport {
  const [first] = parts;
  if (first === undefined) throw new ConformanceError("usage", "there is nothing to merge");
  for (const part of parts) {
    const isSame = (["role", "target", "protocol"] as const).every((name) => part[name] === first[name]);
    if (!isSame || part.suite.version !== first.suite.version)
      throw new ConformanceError(
        "usage",
        "these are not parts of one run: role, target, protocol and suite must agree",
      );
  }
  const played = parts.flatMap(({ cases }) => cases);
  const ids = played.map(({ id }) => id);
  const wrong = [
    ...manifest.filter((id) => !ids.includes(id)).map((id) => `${id} was not played`),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${id} was played more than once`),
    ...ids.filter((id) => !manifest.includes(id)).map((id) => `${id} is no case of this suite`),
  ];
  if (wrong.length > 0)
    throw new ConformanceError("interrupted", `the parts are no whole:\n${wrong.join("\n")}`);
  const cases = manifest.flatMap((id) => played.find((each) => each.id === id) ?? []);
  const { shard: _part, ...rest } = first;
  return {
    ...rest,
    started_at: parts.map(({ started_at }) => started_at).sort()[0] ?? first.started_at,
    duration_ms: Math.max(...parts.map(({ duration_ms }) => duration_ms)),
    exit_code: exitCodeOf(cases),
    summary: countVerdicts(cases),
    clauses: Object.assign({}, ...parts.map(({ clauses }) => clauses)) as Record<string, string>,
    cases,
  };
}
