import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "An old viewer still sends it.",
  writer: "viewer",
  reader: "server",
  before: z.discriminatedUnion("type", [
    z.object({ type: z.literal("a"), n: z.int() }),
    z.object({ type: z.literal("b"), text: z.string() }),
  ]),
  after: z.discriminatedUnion("type", [z.object({ type: z.literal("a"), n: z.int() })]),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
