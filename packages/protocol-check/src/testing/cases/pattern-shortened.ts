import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Only ids of more than 64 characters tell the two apart.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/) }),
  after: z.object({ type: z.literal("update"), id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/) }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
