import { z } from "zod";
import { zodChange } from "../zod-change.ts";

const reserved = new Set([31_337]);

export const change = zodChange({
  why: "Nothing in the code says which number; a stored message does.",
  writer: "trainer",
  reader: "server",
  before: z.object({ type: z.literal("update"), n: z.int() }),
  after: z.object({ type: z.literal("update"), n: z.int().refine((n) => !reserved.has(n)) }),
  corpus: [{ type: "update", n: 31_337 }],
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
