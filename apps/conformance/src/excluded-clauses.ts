import type { ClauseId } from "@trainwire/protocol";

const untilTheRoutes = "its cases come with the routes that it is about";

/** Clauses for servers that no case proves, each with the reason. */
export const excludedClauses: Partial<Record<ClauseId, string>> = {
  "RES-05": "the suite cannot restore a server's backup",
  "ING-19": "the suite cannot fill a server's disk",
  "RET-01": untilTheRoutes,
  "RET-02": untilTheRoutes,
  "RET-03": untilTheRoutes,
  "RET-04": untilTheRoutes,
  "EDIT-01": untilTheRoutes,
  "DEL-01": untilTheRoutes,
  "DEL-02": untilTheRoutes,
  "DEL-03": untilTheRoutes,
  "DEL-04": untilTheRoutes,
};
