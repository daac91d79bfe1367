import type { ClauseId } from "@trainwire/protocol";

/** Clauses for servers that no case proves, each with the reason. */
export const excludedClauses: Partial<Record<ClauseId, string>> = {};
