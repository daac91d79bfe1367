import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A new server takes more; nobody has to say it.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), mode: z.enum(["live", "poll"]) }),
  after: z.object({ type: z.literal("update"), mode: z.enum(["live", "poll", "replay"]) }),
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
