import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeServerMessage, decodeViewerMessage, encode } from "./index.ts";
import { serverMessage, viewerMessage } from "./testing/arbitraries.ts";
import { serverTypes, viewerTypes } from "./testing/bodies.ts";

describe("codec", () => {
  it("reads back every viewer message it wrote", () => {
    fc.assert(
      fc.property(viewerMessage, (message) => {
        expect(decodeViewerMessage(encode(message))).toEqual({ kind: "message", message });
      }),
    );
  });

  it("reads back every server message it wrote", () => {
    fc.assert(
      fc.property(serverMessage, (message) => {
        expect(decodeServerMessage(encode(message))).toEqual({ kind: "message", message });
      }),
    );
  });

  it("meets every type of both directions in those properties", () => {
    const typesOf = (messages: { type: string }[]): string[] =>
      [...new Set(messages.map((message) => message.type))].sort();
    expect(typesOf(fc.sample(viewerMessage, { numRuns: 1000, seed: 1 }))).toEqual([...viewerTypes].sort());
    expect(typesOf(fc.sample(serverMessage, { numRuns: 1000, seed: 1 }))).toEqual([...serverTypes].sort());
  });

  it("never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (text) => {
        expect(["message", "unknown", "invalid"]).toContain(decodeServerMessage(text).kind);
        expect(["message", "unknown", "invalid"]).toContain(decodeViewerMessage(text).kind);
      }),
    );
  });

  it("never throws on a field of a message that holds anything", () => {
    const damaged = fc
      .tuple(
        serverMessage,
        fc.constantFrom("seq", "data", "train_id", "status", "id", "code"),
        fc.jsonValue(),
      )
      .map(([message, field, value]) => JSON.stringify({ ...message, [field]: value }));
    fc.assert(
      fc.property(damaged, (text) => {
        expect(["message", "invalid"]).toContain(decodeServerMessage(text).kind);
      }),
    );
  });

  it.each([
    ["where a number belongs", (nest: string) => `{"type":"ping","id":${nest}}`, "invalid"],
    ["in an unknown field", (nest: string) => `{"type":"ping","x":${nest}}`, "message"],
    ["around everything", (nest: string) => nest, "invalid"],
  ])("survives a hundred thousand levels %s", (_where, wrap, kind) => {
    const text = wrap("[".repeat(100_000) + "]".repeat(100_000));
    expect(decodeViewerMessage(text).kind).toBe(kind);
  });

  it("survives an event nested a hundred thousand levels deep", () => {
    const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    const text = `{"type":"training_update","train_id":"a","seq":1,"data":{"progress":1,"status":"running","details":{"event":{"kind":"x","deep":${deep}}}}}`;
    expect(decodeServerMessage(text).kind).toBe("message");
  });

  it("sets a type of the other direction aside as unknown", () => {
    expect(decodeViewerMessage('{"type":"pong"}')).toEqual({ kind: "unknown", type: "pong" });
    expect(decodeServerMessage('{"type":"ping"}')).toEqual({ kind: "unknown", type: "ping" });
  });

  it("takes no type from a prototype", () => {
    expect(decodeViewerMessage('{"type":"constructor"}')).toEqual({ kind: "unknown", type: "constructor" });
    expect(decodeViewerMessage('{"__proto__":{"type":"ping"}}')).toMatchObject({ code: "bad_message" });
  });

  it("never repeats a hostile text at length", () => {
    const long = "x".repeat(60_000);
    expect(decodeViewerMessage(JSON.stringify({ type: long }))).toEqual({
      kind: "unknown",
      type: `${"x".repeat(63)}…`,
    });
    const update = {
      progress: 1,
      status: "running",
      details: { metrics: { [long]: "?", [`${long}y`]: "?" } },
    };
    const text = JSON.stringify({ type: "training_update", train_id: "a", seq: 1, data: update });
    const decoded = decodeServerMessage(text);
    expect(decoded.kind).toBe("invalid");
    expect(decoded.kind === "invalid" && decoded.message.length).toBeLessThan(800);
  });
});
