import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A closed list inside a list.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), scopes: z.array(z.enum(["read", "write"])) }),
  after: z.object({ type: z.literal("update"), scopes: z.array(z.enum(["read", "write", "admin"])) }),
  expect: { oldToNew: "none", newToOld: "breaking", bump: "major" },
});
