import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Only a new server takes the new kind.",
  writer: "viewer",
  reader: "server",
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
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
