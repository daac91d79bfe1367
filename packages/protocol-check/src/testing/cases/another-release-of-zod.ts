import { z } from "zod";
import { z as z44 } from "zod-4-4";
import { zodChange } from "../zod-change.ts";

const message = (zod: typeof z) =>
  zod.object({
    type: zod.literal("update"),
    id: zod.union([zod.string().regex(/^[a-z]+$/), zod.number()]).nullable(),
    status: zod.enum(["running", "done"]),
    count: zod.int().min(1).default(3),
    mail: zod.email().optional(),
    event: zod.discriminatedUnion("kind", [
      zod.object({ kind: zod.literal("a"), n: zod.number() }),
      zod.object({ kind: zod.literal("b"), metrics: zod.record(zod.string(), zod.number()) }),
    ]),
  });

export const change = zodChange({
  why: "zod renders JSON Schema differently from release to release; what is meant is the same.",
  writer: "server",
  reader: "viewer",
  before: message(z44 as unknown as typeof z),
  after: message(z),
  expect: { oldToNew: "none", newToOld: "none", bump: "none" },
});
