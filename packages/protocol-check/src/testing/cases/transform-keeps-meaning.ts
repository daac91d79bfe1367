import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A date object says what its text said.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), at: z.iso.datetime() }),
  after: z.object({ type: z.literal("update"), at: z.iso.datetime().transform((text) => new Date(text)) }),
  onlyByReading: true,
  expect: { oldToNew: "none", newToOld: "none", bump: "patch" },
});
