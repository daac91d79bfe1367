import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Nobody has to leave it out.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), seq: z.int() }),
  after: z.object({ type: z.literal("update"), seq: z.int().optional() }),
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
