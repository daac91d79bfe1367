import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Neither reads the other.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), seq: z.number() }),
  after: z.object({ type: z.literal("update"), seq: z.string() }),
  expect: { oldToNew: "breaking", newToOld: "breaking", bump: "major" },
});
