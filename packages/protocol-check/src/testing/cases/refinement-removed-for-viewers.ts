import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Old viewers go on refusing it.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), name: z.string().refine((name) => name !== "__proto__") }),
  after: z.object({ type: z.literal("update"), name: z.string() }),
  onlyByReading: true,
  expect: { oldToNew: "none", newToOld: "breaking", bump: "major" },
});
