import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Plain http was good before.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), hook: z.url() }),
  after: z.object({ type: z.literal("update"), hook: z.url({ protocol: /^https$/ }) }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
