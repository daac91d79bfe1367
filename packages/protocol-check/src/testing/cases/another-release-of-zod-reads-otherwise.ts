import { z } from "zod";
import { z as z44 } from "zod-4-4";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "The text of the schema is the same; zod 4.4 takes a time without seconds, zod 4.6 does not.",
  writer: "trainer",
  reader: "server",
  before: z44.object({ type: z44.literal("update"), at: z44.iso.datetime({ offset: true }) }),
  after: z.object({ type: z.literal("update"), at: z.iso.datetime({ offset: true }) }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
