import type { ArtifactHoldings } from "../core/artifact-holdings.ts";

/** Where no training has a folder. */
export const noHoldings: ArtifactHoldings = {
  trainIds: async () => [],
  bytesOf: async () => 0,
  clear: async () => undefined,
  remove: async () => undefined,
  free: async () => undefined,
};
