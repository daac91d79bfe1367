import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Values that were replaced are refused now.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), status: z.enum(["on", "off"]).catch("off") }),
  after: z.object({ type: z.literal("update"), status: z.enum(["on", "off"]) }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
