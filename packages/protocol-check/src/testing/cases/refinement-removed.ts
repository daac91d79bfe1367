import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Old servers go on refusing it.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), name: z.string().refine((name) => name !== "__proto__") }),
  after: z.object({ type: z.literal("update"), name: z.string() }),
  onlyByReading: true,
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
