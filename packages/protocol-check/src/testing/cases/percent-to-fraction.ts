import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "50 was half before and is refused now.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), progress: z.number().min(0).max(100) }),
  after: z.object({ type: z.literal("update"), progress: z.number().min(0).max(1) }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
