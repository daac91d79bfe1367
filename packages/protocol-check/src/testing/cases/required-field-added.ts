import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "An old server does not send it, and a new viewer refuses the message without it.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), seq: z.int() }),
  after: z.object({ type: z.literal("update"), seq: z.int(), loss: z.number() }),
  expect: { oldToNew: "breaking", newToOld: "additive", bump: "major" },
});
