import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Readers bear more; what is written stays the same.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), status: z.enum(["running", "done"]) }),
  after: z.object({
    type: z.literal("update"),
    status: z.union([z.enum(["running", "done"]), z.string().min(1)]),
  }),
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
