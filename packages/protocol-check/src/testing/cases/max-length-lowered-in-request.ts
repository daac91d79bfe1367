import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A name of 33 characters was good before.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), name: z.string().max(64) }),
  after: z.object({ type: z.literal("update"), name: z.string().max(32) }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
