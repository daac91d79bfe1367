import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Order of options says nothing.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), id: z.union([z.string(), z.number()]) }),
  after: z.object({ type: z.literal("update"), id: z.union([z.number(), z.string()]) }),
  expect: { oldToNew: "none", newToOld: "none", bump: "none" },
});
