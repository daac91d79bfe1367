import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Epochs may be fractions.",
  writer: "trainer",
  reader: "server",
  before: z.object({ type: z.literal("update"), epoch: z.number() }),
  after: z.object({ type: z.literal("update"), epoch: z.int() }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
