import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "yes was true before.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), flag: z.stringbool() }),
  after: z.object({ type: z.literal("update"), flag: z.stringbool({ truthy: ["true"], falsy: ["false"] }) }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
