import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A union in a union is a union.",
  writer: "server",
  reader: "viewer",
  before: z.object({
    type: z.literal("update"),
    id: z.union([z.string(), z.union([z.number(), z.boolean()])]),
  }),
  after: z.object({ type: z.literal("update"), id: z.union([z.string(), z.number(), z.boolean()]) }),
  expect: { oldToNew: "none", newToOld: "none", bump: "none" },
});
