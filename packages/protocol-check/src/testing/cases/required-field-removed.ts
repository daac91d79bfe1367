import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "An old viewer refuses the message that lacks it.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), seq: z.int(), loss: z.number() }),
  after: z.object({ type: z.literal("update"), seq: z.int() }),
  expect: { oldToNew: "breaking", newToOld: "breaking", bump: "major" },
});
