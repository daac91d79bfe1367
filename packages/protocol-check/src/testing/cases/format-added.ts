import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "An old server may send any text.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), at: z.string() }),
  after: z.object({ type: z.literal("update"), at: z.iso.datetime() }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
