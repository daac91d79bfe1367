import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Characters beyond the basic plane count twice now.",
  writer: "viewer",
  reader: "server",
  before: z.object({
    type: z.literal("update"),
    name: z.string().refine((name) => Array.from(name).length <= 10),
  }),
  after: z.object({ type: z.literal("update"), name: z.string().refine((name) => name.length <= 10) }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
