import { availableParallelism, cpus, release, totalmem } from "node:os";
import { arePinned } from "./processes/pinned.ts";
import type { Machine } from "./results.ts";

/** This machine, as far as it matters for figures. */
export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cpus: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: `${process.platform} ${release()}`,
    node: process.versions.node,
    pinned: arePinned,
  };
}
