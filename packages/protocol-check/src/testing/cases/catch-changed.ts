import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "What does not fit is read as something else.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), status: z.enum(["on", "off"]).catch("off") }),
  after: z.object({ type: z.literal("update"), status: z.enum(["on", "off"]).catch("on") }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
