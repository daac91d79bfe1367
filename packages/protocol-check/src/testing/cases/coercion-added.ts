import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "The reader bears more; servers go on writing numbers.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), limit: z.number() }),
  after: z.object({ type: z.literal("update"), limit: z.coerce.number() }),
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
