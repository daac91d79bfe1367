import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "One field bounds another now.",
  writer: "trainer",
  reader: "server",
  before: z.object({ type: z.literal("update"), step: z.int(), total: z.int() }),
  after: z
    .object({ type: z.literal("update"), step: z.int(), total: z.int() })
    .refine(({ step, total }) => step <= total),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
