import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Other code that does the same.",
  writer: "trainer",
  reader: "server",
  before: z.object({ type: z.literal("update"), step: z.int().refine((step) => step % 2 === 0) }),
  after: z.object({
    type: z.literal("update"),
    step: z.int().refine((step) => (step & 1) === 0 || step % 2 === 0),
  }),
  onlyByReading: true,
  expect: { oldToNew: "none", newToOld: "none", bump: "patch" },
});
