import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "0 was good before.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), limit: z.number().min(0) }),
  after: z.object({ type: z.literal("update"), limit: z.number().min(1) }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
