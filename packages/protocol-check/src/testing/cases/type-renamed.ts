import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A renamed message type is set aside by whoever knows only the other name.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("done"), seq: z.int() }),
  after: z.object({ type: z.literal("complete"), seq: z.int() }),
  expect: { oldToNew: "breaking", newToOld: "breaking", bump: "major" },
});
