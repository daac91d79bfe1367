import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "A default behind the conversion is trimmed, one before it is not.",
  writer: "viewer",
  reader: "server",
  carrier: "body",
  before: z.object({ name: z.string().trim().default(" a ") }),
  after: z.object({ name: z.string().trim().prefault(" a ") }),
  onlyByReading: true,
  expect: { oldToNew: "breaking", newToOld: "breaking", bump: "major" },
});
