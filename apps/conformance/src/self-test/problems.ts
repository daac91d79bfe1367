import type { Case } from "../define-case.ts";
import type { KillMatrix } from "./kill-matrix.ts";

/** Why the suite is not to be trusted: a mutant survives, a case finds nothing, or something useless is called good. */
export function problemsOf(
  { null_targets, mutants }: Pick<KillMatrix, "null_targets" | "mutants">,
  played: readonly Case[],
): string[] {
  const must = played.filter(({ header }) => header.level === "MUST").map(({ header }) => header.id);
  const killing = new Set(
    mutants.flatMap(({ names, killed_by }) => names.filter((id) => killed_by.includes(id))),
  );
  const problems = mutants
    .filter(({ survived }) => survived)
    .map(({ id, names, killed_by }) => {
      const missed = names.filter((name) => !killed_by.includes(name));
      return `${id} survives ${missed.join(" ") || "for want of a case"}`;
    });
  for (const id of must) if (!killing.has(id)) problems.push(`${id} kills nothing`);
  for (const [name, verdicts] of Object.entries(null_targets)) {
    for (const [id, verdict] of Object.entries(verdicts))
      if (must.includes(id) && verdict !== "fail") problems.push(`${id} is "${verdict}" on ${name}`);
  }
  return problems;
}
