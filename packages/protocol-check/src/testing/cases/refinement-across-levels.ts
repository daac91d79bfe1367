import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A field inside is bound by one outside.",
  writer: "trainer",
  reader: "server",
  before: z.object({ type: z.literal("update"), seq: z.int(), data: z.object({ seq: z.int() }) }),
  after: z
    .object({ type: z.literal("update"), seq: z.int(), data: z.object({ seq: z.int() }) })
    .refine(({ seq, data }) => data.seq <= seq),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
