import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Readers set aside types that they do not know; tools call any change of a union both breaking and not.",
  writer: "server",
  reader: "viewer",
  before: z.discriminatedUnion("type", [z.object({ type: z.literal("a"), n: z.int() })]),
  after: z.discriminatedUnion("type", [
    z.object({ type: z.literal("a"), n: z.int() }),
    z.object({ type: z.literal("b"), text: z.string() }),
  ]),
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
