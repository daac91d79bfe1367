import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Two ways to write one type; JSON Schema renders them apart.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), loss: z.number().nullable() }),
  after: z.object({ type: z.literal("update"), loss: z.union([z.null(), z.number()]) }),
  expect: { oldToNew: "none", newToOld: "none", bump: "none" },
});
