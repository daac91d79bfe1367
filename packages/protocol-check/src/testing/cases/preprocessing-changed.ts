import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "One spelling is no longer understood.",
  writer: "trainer",
  reader: "server",
  before: z.object({
    type: z.literal("update"),
    loss: z.preprocess((value) => (value === "NaN" || value === "nan" ? null : value), z.number().nullable()),
  }),
  after: z.object({
    type: z.literal("update"),
    loss: z.preprocess((value) => (value === "NaN" ? null : value), z.number().nullable()),
  }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
