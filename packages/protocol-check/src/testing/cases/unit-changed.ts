import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "The same number is another time now.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), eta: z.number().transform((seconds) => seconds * 1000) }),
  after: z.object({ type: z.literal("update"), eta: z.number().transform((milliseconds) => milliseconds) }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "breaking", bump: "major" },
});
