import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "17 tags were good before.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), tags: z.array(z.string()).max(32) }),
  after: z.object({ type: z.literal("update"), tags: z.array(z.string()).max(16) }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
