import type { ClauseId } from "@trainwire/protocol";

/** Clauses for servers that no case proves, each with the reason. */
export const excludedClauses: Partial<Record<ClauseId, string>> = {
  "RES-05": "the suite cannot restore a server's backup",
  "REC-04": "the suite cannot see a server's processes",
  "ING-19": "the suite cannot fill a server's disk",
  "ART-10": "the suite cannot change a server's files",
};
