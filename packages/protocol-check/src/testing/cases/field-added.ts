import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Readers pass over fields that they do not know.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), seq: z.int() }),
  after: z.object({ type: z.literal("update"), seq: z.int(), loss: z.number().optional() }),
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
