import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Unnamed fields may no longer be texts.",
  writer: "trainer",
  reader: "server",
  before: z.object({ type: z.literal("update") }).catchall(z.union([z.number(), z.string()])),
  after: z.object({ type: z.literal("update") }).catchall(z.number()),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
