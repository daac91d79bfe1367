import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "What was borne before is refused now.",
  writer: "server",
  reader: "viewer",
  before: z.object({
    type: z.literal("update"),
    status: z.union([z.enum(["running", "done"]), z.string().min(1)]),
  }),
  after: z.object({ type: z.literal("update"), status: z.enum(["running", "done"]) }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
