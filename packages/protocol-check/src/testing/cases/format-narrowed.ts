import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Times with an offset were good before.",
  writer: "trainer",
  reader: "server",
  before: z.object({ type: z.literal("update"), at: z.iso.datetime({ offset: true }) }),
  after: z.object({ type: z.literal("update"), at: z.iso.datetime() }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
