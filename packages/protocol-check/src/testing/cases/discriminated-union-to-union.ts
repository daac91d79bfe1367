import { z } from "zod";
import { zodChange } from "../zod-change.ts";

const A = z.object({ kind: z.literal("a"), n: z.number() });
const B = z.object({ kind: z.literal("b"), text: z.string() });

export const change = zodChange({
  why: "How the options are told apart is the reader's own affair.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), event: z.discriminatedUnion("kind", [A, B]) }),
  after: z.object({ type: z.literal("update"), event: z.union([B, A]) }),
  expect: { oldToNew: "none", newToOld: "none", bump: "none" },
});
