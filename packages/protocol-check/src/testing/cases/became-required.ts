import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "An old server leaves it out.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), seq: z.int().optional() }),
  after: z.object({ type: z.literal("update"), seq: z.int() }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
