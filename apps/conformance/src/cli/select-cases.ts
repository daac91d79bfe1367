import { cases } from "../cases/manifest.ts";
import type { Case, CaseHeader } from "../define-case.ts";
import { ConformanceError } from "../errors.ts";

/**
 * The case with this id.
 *
 * @throws ConformanceError `usage` if there is none.
 */
export function caseById(id: string): Case {
  const found = cases.find(({ header }) => header.id === id);
  if (found) return found;
  throw new ConformanceError("usage", `there is no case ${id}; "list" shows them all`);
}

/** The cases for a role, or only those named. */
export function selectCases(role: CaseHeader["roles"][number], ids: readonly string[]): readonly Case[] {
  const chosen = ids.length > 0 ? ids.map(caseById) : cases;
  return chosen.filter(({ header }) => header.roles.includes(role));
}
