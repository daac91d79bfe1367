import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "What rode along unnamed is dropped now.",
  writer: "server",
  reader: "viewer",
  before: z.looseObject({ type: z.literal("update"), kind: z.string() }),
  after: z.object({ type: z.literal("update"), kind: z.string() }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
