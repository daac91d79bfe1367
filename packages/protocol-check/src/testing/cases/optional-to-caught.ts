import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "The reader bears more; servers write the same.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), mode: z.enum(["a", "b"]).optional() }),
  after: z.object({ type: z.literal("update"), mode: z.enum(["a", "b"]).optional().catch(undefined) }),
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
