import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Null metrics are refused by an old viewer.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), metrics: z.record(z.string(), z.number()) }),
  after: z.object({ type: z.literal("update"), metrics: z.record(z.string(), z.number().nullable()) }),
  expect: { oldToNew: "none", newToOld: "breaking", bump: "major" },
});
