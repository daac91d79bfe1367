import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "An old viewer counts on one tag.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), tags: z.array(z.string()).nonempty() }),
  after: z.object({ type: z.literal("update"), tags: z.array(z.string()) }),
  expect: { oldToNew: "none", newToOld: "breaking", bump: "major" },
});
