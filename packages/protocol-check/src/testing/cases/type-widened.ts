import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "An old viewer expects a number.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), id: z.number() }),
  after: z.object({ type: z.literal("update"), id: z.union([z.number(), z.string()]) }),
  expect: { oldToNew: "none", newToOld: "breaking", bump: "major" },
});
