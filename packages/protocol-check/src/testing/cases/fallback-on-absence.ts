import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A default by other means: what absence means is now said.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), mode: z.string().optional() }),
  after: z.object({
    type: z.literal("update"),
    mode: z
      .string()
      .optional()
      .transform((mode) => mode ?? "live"),
  }),
  onlyByReading: true,
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
