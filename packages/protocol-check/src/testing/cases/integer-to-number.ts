import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "An old viewer refuses fractions.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), epoch: z.int() }),
  after: z.object({ type: z.literal("update"), epoch: z.number() }),
  expect: { oldToNew: "none", newToOld: "breaking", bump: "major" },
});
