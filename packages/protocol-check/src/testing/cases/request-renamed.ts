import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Old viewers go on asking by the old name.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("follow"), train_id: z.string() }),
  after: z.object({ type: z.literal("subscribe"), train_id: z.string() }),
  expect: { oldToNew: "breaking", newToOld: "additive", bump: "major" },
});
