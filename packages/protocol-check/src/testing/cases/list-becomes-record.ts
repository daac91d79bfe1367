import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Another form for the same.",
  writer: "server",
  reader: "viewer",
  before: z.object({
    type: z.literal("update"),
    metrics: z.array(z.object({ name: z.string(), value: z.number() })),
  }),
  after: z.object({ type: z.literal("update"), metrics: z.record(z.string(), z.number()) }),
  expect: { oldToNew: "breaking", newToOld: "breaking", bump: "major" },
});
