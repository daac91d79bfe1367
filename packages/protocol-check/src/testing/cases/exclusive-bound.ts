import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Only 0 itself tells the two apart.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), limit: z.number().min(0) }),
  after: z.object({ type: z.literal("update"), limit: z.number().gt(0) }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
