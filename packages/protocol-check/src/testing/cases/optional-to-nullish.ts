import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "It may now be null as well as absent.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), note: z.string().optional() }),
  after: z.object({ type: z.literal("update"), note: z.string().nullish() }),
  expect: { oldToNew: "none", newToOld: "breaking", bump: "major" },
});
