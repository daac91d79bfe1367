import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A new server may write null.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), note: z.string().optional() }),
  after: z.object({ type: z.literal("update"), note: z.string().nullable().default(null) }),
  expect: { oldToNew: "none", newToOld: "breaking", bump: "major" },
});
