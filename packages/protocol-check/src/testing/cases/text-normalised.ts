import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Two ways to write one letter are one now.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), name: z.string() }),
  after: z.object({ type: z.literal("update"), name: z.string().normalize("NFC") }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "breaking", bump: "major" },
});
