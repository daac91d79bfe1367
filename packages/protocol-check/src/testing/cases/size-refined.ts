import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Large configurations were good before.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), config: z.record(z.string(), z.unknown()) }),
  after: z.object({
    type: z.literal("update"),
    config: z.record(z.string(), z.unknown()).refine((config) => JSON.stringify(config).length <= 500),
  }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
