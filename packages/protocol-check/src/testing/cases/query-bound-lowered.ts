import { z } from "zod";
import { zodChange } from "../zod-change.ts";

const queryNumber = z.coerce
  .string()
  .regex(/^\d{1,16}$/)
  .pipe(z.coerce.number());

export const change = zodChange({
  why: "A bound behind a conversion, in a query whose values are texts.",
  writer: "viewer",
  reader: "server",
  carrier: "query",
  before: z.object({ limit: queryNumber.pipe(z.int().max(5000)).default(100) }),
  after: z.object({ limit: queryNumber.pipe(z.int().max(1000)).default(100) }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "none", bump: "major" },
});
