import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "5 was good before.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), step: z.number().multipleOf(5) }),
  after: z.object({ type: z.literal("update"), step: z.number().multipleOf(10) }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
