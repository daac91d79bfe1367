import type { ClauseId } from "@trainwire/protocol";

const untilTheRoutes = "its cases come with the routes that it is about";

/** Clauses for servers that no case proves, each with the reason. */
export const excludedClauses: Partial<Record<ClauseId, string>> = {
  "RES-05": "the suite cannot restore a server's backup",
  "ING-19": "the suite cannot fill a server's disk",
  "SER-01": untilTheRoutes,
  "SER-02": untilTheRoutes,
  "SER-03": untilTheRoutes,
  "SER-04": untilTheRoutes,
  "SER-05": untilTheRoutes,
  "SER-06": untilTheRoutes,
  "SER-07": untilTheRoutes,
  "SER-08": untilTheRoutes,
};
