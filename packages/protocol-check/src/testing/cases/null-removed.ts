import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "An old server still sends null.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), loss: z.number().nullable() }),
  after: z.object({ type: z.literal("update"), loss: z.number() }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
