import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A change deep inside a list.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), updates: z.array(z.object({ seq: z.int() })) }),
  after: z.object({ type: z.literal("update"), updates: z.array(z.object({ seq: z.int().nullable() })) }),
  expect: { oldToNew: "none", newToOld: "breaking", bump: "major" },
});
