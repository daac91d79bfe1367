import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Old trainers go on saying it.",
  writer: "trainer",
  reader: "server",
  before: z.object({ type: z.literal("update"), status: z.enum(["running", "done", "paused"]) }),
  after: z.object({ type: z.literal("update"), status: z.enum(["running", "done"]) }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
