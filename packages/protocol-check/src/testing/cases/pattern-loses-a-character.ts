import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Only ids with a dot tell the two apart.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), id: z.string().regex(/^[a-z0-9._-]+$/) }),
  after: z.object({ type: z.literal("update"), id: z.string().regex(/^[a-z0-9_-]+$/) }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
