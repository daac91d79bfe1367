import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A closed list refuses what an old viewer does not know.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), status: z.enum(["running", "done"]) }),
  after: z.object({ type: z.literal("update"), status: z.enum(["running", "done", "paused"]) }),
  expect: { oldToNew: "none", newToOld: "breaking", bump: "major" },
});
