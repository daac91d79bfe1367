import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A part that may be absent must be whole if it is there.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), data: z.object({ a: z.number().optional() }).optional() }),
  after: z.object({ type: z.literal("update"), data: z.object({ a: z.number() }).optional() }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
