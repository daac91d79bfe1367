import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A record of listed keys has all of them, and no other.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), gpu: z.record(z.enum(["used", "total"]), z.number()) }),
  after: z.object({
    type: z.literal("update"),
    gpu: z.record(z.enum(["used", "total", "peak"]), z.number()),
  }),
  expect: { oldToNew: "breaking", newToOld: "breaking", bump: "major" },
});
