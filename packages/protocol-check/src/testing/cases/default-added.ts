import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "What absence means is now said.",
  writer: "viewer",
  reader: "server",
  carrier: "body",
  before: z.object({ limit: z.int().optional() }),
  after: z.object({ limit: z.int().default(50) }),
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
