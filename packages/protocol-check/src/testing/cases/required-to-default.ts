import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "It may be left out now, where the server is new.",
  writer: "viewer",
  reader: "server",
  carrier: "body",
  before: z.object({ limit: z.int() }),
  after: z.object({ limit: z.int().default(50) }),
  expect: { oldToNew: "none", newToOld: "additive", bump: "minor" },
});
