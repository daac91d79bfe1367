import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A constant is a list of one.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), version: z.literal(1) }),
  after: z.object({ type: z.literal("update"), version: z.literal(2) }),
  expect: { oldToNew: "breaking", newToOld: "breaking", bump: "major" },
});
