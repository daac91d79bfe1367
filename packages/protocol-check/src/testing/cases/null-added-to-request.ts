import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "No viewer has to send null. Tools that know only requests call both directions the same.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), loss: z.number() }),
  after: z.object({ type: z.literal("update"), loss: z.number().nullable() }),
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
