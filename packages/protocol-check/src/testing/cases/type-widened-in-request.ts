import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Old viewers go on sending numbers.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), id: z.number() }),
  after: z.object({ type: z.literal("update"), id: z.union([z.number(), z.string()]) }),
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
