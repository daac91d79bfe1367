import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "An old viewer counts on the field.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), seq: z.int() }),
  after: z.object({ type: z.literal("update"), seq: z.int().optional() }),
  expect: { oldToNew: "none", newToOld: "breaking", bump: "major" },
});
