import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Two ways to write one list.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), status: z.union([z.literal("on"), z.literal("off")]) }),
  after: z.object({ type: z.literal("update"), status: z.enum(["off", "on"]) }),
  expect: { oldToNew: "none", newToOld: "none", bump: "none" },
});
