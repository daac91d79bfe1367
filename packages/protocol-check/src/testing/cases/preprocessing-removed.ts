import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Numbers in texts were understood before.",
  writer: "trainer",
  reader: "server",
  before: z.object({
    type: z.literal("update"),
    n: z.preprocess((value) => (typeof value === "string" ? Number(value) : value), z.number()),
  }),
  after: z.object({ type: z.literal("update"), n: z.number() }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
