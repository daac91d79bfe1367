import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Above 0 and from 1 are the same for whole numbers.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), limit: z.int().positive() }),
  after: z.object({ type: z.literal("update"), limit: z.int().min(1) }),
  expect: { oldToNew: "none", newToOld: "none", bump: "none" },
});
