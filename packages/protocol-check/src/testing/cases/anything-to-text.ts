import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Anything was good before.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), payload: z.unknown() }),
  after: z.object({ type: z.literal("update"), payload: z.string() }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
