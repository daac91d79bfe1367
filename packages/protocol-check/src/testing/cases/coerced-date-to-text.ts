import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Milliseconds since 1970 were good before.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), at: z.coerce.date() }),
  after: z.object({ type: z.literal("update"), at: z.iso.datetime() }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
