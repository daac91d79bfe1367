import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "An old viewer refuses null.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), loss: z.number() }),
  after: z.object({ type: z.literal("update"), loss: z.number().nullable() }),
  expect: { oldToNew: "none", newToOld: "breaking", bump: "major" },
});
