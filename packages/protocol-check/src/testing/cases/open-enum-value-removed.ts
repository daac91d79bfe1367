import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "It is still read, but as a text that means nothing in particular.",
  writer: "server",
  reader: "viewer",
  before: z.object({
    type: z.literal("update"),
    status: z.union([z.enum(["running", "done", "paused"]), z.string().min(1).max(64)]),
  }),
  after: z.object({
    type: z.literal("update"),
    status: z.union([z.enum(["running", "done"]), z.string().min(1).max(64)]),
  }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
