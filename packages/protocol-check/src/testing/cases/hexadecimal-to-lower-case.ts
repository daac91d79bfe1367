import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Capital letters were good before.",
  writer: "viewer",
  reader: "server",
  before: z.object({ type: z.literal("update"), digest: z.hex() }),
  after: z.object({ type: z.literal("update"), digest: z.string().regex(/^[0-9a-f]*$/) }),
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
