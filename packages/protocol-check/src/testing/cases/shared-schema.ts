import { z } from "zod";
import { zodChange } from "../zod-change.ts";

const Point = z.object({ at: z.number() }).meta({ id: "point" });

export const change = zodChange({
  why: "A schema that is shared now says what its copies said.",
  writer: "server",
  reader: "viewer",
  before: z.object({
    type: z.literal("update"),
    from: z.object({ at: z.number() }),
    to: z.object({ at: z.number() }),
  }),
  after: z.object({ type: z.literal("update"), from: Point, to: Point }),
  expect: { oldToNew: "none", newToOld: "none", bump: "none" },
});
