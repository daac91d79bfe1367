import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "To either side the other name is a field that is missing.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), seq: z.int(), speed: z.number() }),
  after: z.object({ type: z.literal("update"), seq: z.int(), samples_per_second: z.number() }),
  expect: { oldToNew: "breaking", newToOld: "breaking", bump: "major" },
});
