import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "One number bounds another now.",
  writer: "trainer",
  reader: "server",
  before: z.object({ type: z.literal("update"), used: z.number().min(0), total: z.number().min(0) }),
  after: z
    .object({ type: z.literal("update"), used: z.number().min(0), total: z.number().min(0) })
    .refine(({ used, total }) => used <= total * 1.5),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
