import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "What was read as a is read as b now.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), data: z.object({ a: z.number() }) }),
  after: z.object({
    type: z.literal("update"),
    data: z.object({ a: z.number() }).transform(({ a }) => ({ b: a })),
  }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
