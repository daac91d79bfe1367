import { z } from "zod";
import { zodChange } from "../zod-change.ts";

const queryNumber = z.coerce
  .string()
  .regex(/^\d{1,16}$/)
  .pipe(z.coerce.number())
  .pipe(z.int().min(1));

export const change = zodChange({
  why: "Whoever leaves it out gets fewer.",
  writer: "viewer",
  reader: "server",
  carrier: "query",
  before: z.object({ limit: queryNumber.default(1000) }),
  after: z.object({ limit: queryNumber.default(500) }),
  expect: { oldToNew: "breaking", newToOld: "breaking", bump: "major" },
});
