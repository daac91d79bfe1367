import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Only one kind of event is concerned.",
  writer: "server",
  reader: "viewer",
  before: z.object({
    type: z.literal("update"),
    event: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("a"), n: z.number() }),
      z.object({ kind: z.literal("b") }),
    ]),
  }),
  after: z.object({
    type: z.literal("update"),
    event: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("a"), n: z.number() }),
      z.object({ kind: z.literal("b"), text: z.string() }),
    ]),
  }),
  expect: { oldToNew: "breaking", newToOld: "additive", bump: "major" },
});
