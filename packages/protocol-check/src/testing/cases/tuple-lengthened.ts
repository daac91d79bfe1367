import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A tuple has exactly its items.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), point: z.tuple([z.number(), z.number()]) }),
  after: z.object({ type: z.literal("update"), point: z.tuple([z.number(), z.number(), z.number()]) }),
  expect: { oldToNew: "breaking", newToOld: "breaking", bump: "major" },
});
