import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Counts above two billion were good before.",
  writer: "trainer",
  reader: "server",
  before: z.object({ type: z.literal("update"), step: z.int() }),
  after: z.object({ type: z.literal("update"), step: z.int32() }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
