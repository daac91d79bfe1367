import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Names with spaces were good before.",
  writer: "trainer",
  reader: "server",
  before: z.object({ type: z.literal("update"), metrics: z.record(z.string().min(1), z.number()) }),
  after: z.object({
    type: z.literal("update"),
    metrics: z.record(
      z
        .string()
        .min(1)
        .regex(/^[^ ]+$/),
      z.number(),
    ),
  }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
