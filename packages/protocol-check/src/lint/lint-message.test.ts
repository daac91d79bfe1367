import { describe, expect, it } from "vitest";
import { z } from "zod";
import { surfaceOf } from "../surface.ts";
import { lintSurface } from "./lint-message.ts";

function lintsOf(schema: z.ZodType, reader: "viewer" | "server"): string[] {
  const read = () => ({ kind: "unknown" }) as const;
  const writer = reader === "server" ? "viewer" : "server";
  const message = { name: "m", writer, reader, carrier: "socket", schema, read };
  const module = { messages: [message], errorCodes: {}, closeCodes: {}, clauses: {}, limits: {} };
  const origin = { label: "any", version: "1.0.0", corpus: new Map() };
  const surface = surfaceOf({ ...module, supportedSubprotocols: [] }, origin);
  return lintSurface(surface).map(({ lint, path }) => `${lint} ${path}`);
}

describe("the lint", () => {
  it("forbids closed lists and unions where a viewer reads", () => {
    const schema = z.object({
      type: z.literal("m"),
      status: z.enum(["on", "off"]),
      inner: z.array(z.union([z.object({ a: z.number() }), z.object({ b: z.literal("x") })])),
    });
    expect(lintsOf(schema, "viewer")).toEqual([
      "closed_list status",
      "closed_union inner[]",
      "closed_list inner[].b",
    ]);
  });

  it("lets a server know what it takes, since it answers with a code", () => {
    expect(lintsOf(z.object({ mode: z.enum(["a", "b"]) }), "server")).toEqual([]);
  });

  it("forbids strict objects whoever reads", () => {
    const schema = z.object({ inner: z.strictObject({ n: z.number() }) });
    expect(lintsOf(schema, "viewer")).toEqual(["strict_object inner"]);
    expect(lintsOf(schema, "server")).toEqual(["strict_object inner"]);
  });

  it("lets open lists, the message's own type, booleans and caught values be", () => {
    const schema = z.object({
      type: z.literal("m"),
      status: z.union([z.enum(["on", "off"]), z.string()]),
      live: z.boolean(),
      mode: z.enum(["a"]).catch("a"),
    });
    expect(lintsOf(schema, "viewer")).toEqual([]);
  });
});
