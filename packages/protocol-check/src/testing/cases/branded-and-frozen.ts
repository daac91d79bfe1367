import { z } from "zod";
import { zodChange } from "../zod-change.ts";

export const change = zodChange({
  why: "Brands and readonly are TypeScript's alone.",
  writer: "server",
  reader: "viewer",
  before: z.object({ type: z.literal("update"), seq: z.int(), tags: z.array(z.string()) }),
  after: z.object({
    type: z.literal("update"),
    seq: z.int().brand("seq"),
    tags: z.array(z.string()).readonly(),
  }),
  expect: { oldToNew: "none", newToOld: "none", bump: "none" },
});
