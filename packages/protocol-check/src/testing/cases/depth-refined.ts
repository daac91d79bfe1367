import { z } from "zod";
import { zodChange } from "../zod-change.ts";

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

export const change = zodChange({
  why: "Deep configurations were good before.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), config: z.record(z.string(), z.unknown()) }),
  after: z.object({
    type: z.literal("update"),
    config: z.record(z.string(), z.unknown()).refine((config) => depthOf(config) <= 3),
  }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
