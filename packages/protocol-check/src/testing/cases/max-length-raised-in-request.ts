import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Longer names need a new server.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), name: z.string().max(64) }),
  after: z.object({ type: z.literal("update"), name: z.string().max(128) }),
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
