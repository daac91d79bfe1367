import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Fields that belong together now.",
  writer: "trainer",
  reader: "server",
  before: z.object({ type: z.literal("update"), id: z.string().optional(), seq: z.int().optional() }),
  after: z
    .object({ type: z.literal("update"), id: z.string().optional(), seq: z.int().optional() })
    .refine((record) => (record.id === undefined) === (record.seq === undefined)),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
