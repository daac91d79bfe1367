import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Old viewers do not send it.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), seq: z.int() }),
  after: z.object({ type: z.literal("update"), seq: z.int(), token: z.string() }),
  expect: { oldToNew: "breaking", newToOld: "additive", bump: "major" },
});
