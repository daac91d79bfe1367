import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Whoever leaves it out gets something else.",
  writer: "viewer",
  reader: "server",
  carrier: "body",
  before: z.object({ limit: z.int().default(100) }),
  after: z.object({ limit: z.int().default(50) }),
  expect: { oldToNew: "breaking", newToOld: "breaking", bump: "major" },
});
