import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Both accept it, and read two different names.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), name: z.string() }),
  after: z.object({ type: z.literal("update"), name: z.string().toLowerCase() }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "breaking", bump: "major" },
});
