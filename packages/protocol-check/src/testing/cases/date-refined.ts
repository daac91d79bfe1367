import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Days before 2020 were good before.",
  writer: "trainer",
  reader: "server",
  before: z.object({ type: z.literal("update"), day: z.iso.date() }),
  after: z.object({ type: z.literal("update"), day: z.iso.date().refine((day) => day >= "2020-01-01") }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
