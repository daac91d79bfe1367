import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Any text was good before.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), id: z.string() }),
  after: z.object({ type: z.literal("update"), id: z.templateLiteral(["job-", z.int()]) }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
