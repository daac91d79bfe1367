import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Readers must pass over what they do not know.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), seq: z.int() }),
  after: z.strictObject({ type: z.literal("update"), seq: z.int() }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
