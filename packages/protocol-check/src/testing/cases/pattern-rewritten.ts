import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Another text of the same pattern: no message tells the two apart.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), id: z.string().regex(/^[a-z]+$/) }),
  after: z.object({ type: z.literal("update"), id: z.string().regex(/^[a-z]*[a-z]$/) }),
  expect: { oldToNew: "none", newToOld: "none", bump: "patch" },
});
