import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A new server takes any text.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), mail: z.email() }),
  after: z.object({ type: z.literal("update"), mail: z.string() }),
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
