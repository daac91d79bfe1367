import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Fields that were borne are refused now; a tool that compares requests calls this harmless.",
  writer: "server",
  reader: "viewer",
  before: z.looseObject({ type: z.literal("update"), seq: z.int() }),
  after: z.strictObject({ type: z.literal("update"), seq: z.int() }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
