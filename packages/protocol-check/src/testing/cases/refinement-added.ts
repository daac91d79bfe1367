import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "No schema shows a refinement.",
  writer: "trainer",
  reader: "server",
  before: z.object({ type: z.literal("update"), step: z.int() }),
  after: z.object({ type: z.literal("update"), step: z.int().refine((step) => step % 7 !== 0) }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
