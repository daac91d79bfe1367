import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "The reader bears more now.",
  writer: "server",
  reader: "viewer",
  before: z.strictObject({ type: z.literal("update"), seq: z.int() }),
  after: z.object({ type: z.literal("update"), seq: z.int() }),
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
