import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Inside a message nothing sets unknown kinds aside.",
  writer: "server",
  reader: "viewer",
  before: z.object({
    type: z.literal("update"),
    event: z.discriminatedUnion("kind", [z.object({ kind: z.literal("a"), n: z.number() })]),
  }),
  after: z.object({
    type: z.literal("update"),
    event: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("a"), n: z.number() }),
      z.object({ kind: z.literal("b"), n: z.number() }),
    ]),
  }),
  expect: { oldToNew: "none", newToOld: "breaking", bump: "major" },
});
