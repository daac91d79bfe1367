import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Order of fields says nothing.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), seq: z.int(), loss: z.number() }),
  after: z.object({ loss: z.number(), seq: z.int(), type: z.literal("update") }),
  expect: { oldToNew: "none", newToOld: "none", bump: "none" },
});
