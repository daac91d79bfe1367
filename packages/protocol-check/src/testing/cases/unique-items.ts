import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Items must differ now.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), tags: z.array(z.string()) }),
  after: z.object({
    type: z.literal("update"),
    tags: z.array(z.string()).superRefine((tags, context) => {
      if (new Set(tags).size < tags.length) context.addIssue("must differ");
    }),
  }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
