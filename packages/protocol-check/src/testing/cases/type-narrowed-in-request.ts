import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Old viewers may send texts.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), id: z.union([z.number(), z.string()]) }),
  after: z.object({ type: z.literal("update"), id: z.number() }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
