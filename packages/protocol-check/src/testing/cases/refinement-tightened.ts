import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Only a record of more than 256 metrics tells.",
  writer: "trainer",
  reader: "server",
  before: z.object({
    type: z.literal("update"),
    metrics: z.record(z.string(), z.number()).refine((metrics) => Object.keys(metrics).length <= 512),
  }),
  after: z.object({
    type: z.literal("update"),
    metrics: z.record(z.string(), z.number()).refine((metrics) => Object.keys(metrics).length <= 256),
  }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
