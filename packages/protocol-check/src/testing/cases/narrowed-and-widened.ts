import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Longer texts are refused; numbers are new.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), id: z.string().min(1) }),
  after: z.object({ type: z.literal("update"), id: z.union([z.string().min(1).max(1000), z.number()]) }),
  expect: { oldToNew: "breaking", newToOld: "additive", bump: "major" },
});
