import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A strict reader refuses every field to come.",
  writer: "server",
  reader: "viewer",
  before: z.strictObject({ type: z.literal("update"), seq: z.int() }),
  after: z.strictObject({ type: z.literal("update"), seq: z.int(), loss: z.number().optional() }),
  expect: { oldToNew: "none", newToOld: "breaking", bump: "major" },
});
