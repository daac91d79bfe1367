import { z } from "zod";
import { zodChange } from "../zod-change.ts";

const Base = z.object({ type: z.literal("update"), seq: z.int(), lr: z.number() });

export const change = zodChange({
  why: "How a schema is put together does not show.",
  writer: "server",
  reader: "viewer",
  before: z.object({
    type: z.literal("update"),
    seq: z.int(),
    loss: z.number(),
    note: z.string().optional(),
  }),
  after: Base.pick({ type: true, seq: true }).extend({ loss: z.number(), note: z.string().optional() }),
  expect: { oldToNew: "none", newToOld: "none", bump: "none" },
});
