import { z } from "zod";
import { zodChange } from "../zod-change.ts";

const Before = z.object({
  name: z.string(),
  get children() {
    return z.array(Before);
  },
});
const After = z.object({
  name: z.string(),
  id: z.string(),
  get children() {
    return z.array(After);
  },
});
const before = z.object({ type: z.literal("update"), root: Before });
const after = z.object({ type: z.literal("update"), root: After });

export const change = zodChange({
  why: "A required field deep inside a tree.",
  writer: "server",
  reader: "viewer",
  before: before,
  after: after,
  expect: { oldToNew: "breaking", newToOld: "additive", bump: "major" },
});
