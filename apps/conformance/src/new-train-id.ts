import { randomBytes } from "node:crypto";

/** An id that no other training has; `what` tells where it comes from. */
export function newTrainId(what: string): string {
  return `conf-${what}-${randomBytes(6).toString("hex")}`;
}
