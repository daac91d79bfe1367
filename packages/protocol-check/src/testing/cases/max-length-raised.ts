import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "An old viewer refuses what is longer.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), name: z.string().max(64) }),
  after: z.object({ type: z.literal("update"), name: z.string().max(128) }),
  expect: { oldToNew: "none", newToOld: "breaking", bump: "major" },
});
