import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A new viewer no longer reads what an old server says.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), seq: z.int(), loss: z.number().optional() }),
  after: z.object({ type: z.literal("update"), seq: z.int() }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
