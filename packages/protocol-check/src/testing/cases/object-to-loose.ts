import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "The reader keeps more now.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), kind: z.string() }),
  after: z.looseObject({ type: z.literal("update"), kind: z.string() }),
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
