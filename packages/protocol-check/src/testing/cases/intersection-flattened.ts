import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "An intersection of objects is an object.",
  writer: "server",
  reader: "viewer",
  before: z.object({
    type: z.literal("update"),
    data: z.object({ a: z.int() }).and(z.object({ b: z.int() })),
  }),
  after: z.object({ type: z.literal("update"), data: z.object({ a: z.int(), b: z.int() }) }),
  expect: { oldToNew: "none", newToOld: "none", bump: "none" },
});
