import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Whoever left it out got 50.",
  writer: "viewer",
  reader: "server",
  carrier: "body",
  before: z.object({ limit: z.int().default(50) }),
  after: z.object({ limit: z.int().optional() }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
