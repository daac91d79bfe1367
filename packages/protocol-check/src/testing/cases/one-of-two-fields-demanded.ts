import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Either of two fields must be given now.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), id: z.string().optional(), name: z.string().optional() }),
  after: z
    .object({ type: z.literal("update"), id: z.string().optional(), name: z.string().optional() })
    .refine(({ id, name }) => id !== undefined || name !== undefined),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
