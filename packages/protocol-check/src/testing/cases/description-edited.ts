import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Words are no break, though path-based tools say so.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), seq: z.int().describe("the number") }),
  after: z.object({ type: z.literal("update"), seq: z.int().describe("position in the log") }),
  expect: { oldToNew: "none", newToOld: "none", bump: "patch" },
});
