import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "An old viewer waits for it for ever.",
  writer: "server",
  reader: "viewer",
  before: z.discriminatedUnion("type", [
    z.object({ type: z.literal("a"), n: z.int() }),
    z.object({ type: z.literal("b"), text: z.string() }),
  ]),
  after: z.discriminatedUnion("type", [z.object({ type: z.literal("a"), n: z.int() })]),
  expect: { oldToNew: "breaking", newToOld: "breaking", bump: "major" },
});
