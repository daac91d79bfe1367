import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "The text 5 was read as a number before.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), limit: z.coerce.number() }),
  after: z.object({ type: z.literal("update"), limit: z.number() }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
