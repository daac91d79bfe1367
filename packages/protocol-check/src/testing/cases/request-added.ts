import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "An old server answers that it does not know it.",
  writer: "viewer",
  reader: "server",
  before: z.discriminatedUnion("type", [z.object({ type: z.literal("a"), n: z.int() })]),
  after: z.discriminatedUnion("type", [
    z.object({ type: z.literal("a"), n: z.int() }),
    z.object({ type: z.literal("b"), text: z.string() }),
  ]),
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
