import { describe, expect, it } from "vitest";
import { z } from "zod";
import { hintsOf } from "../sample/hints.ts";
import { type Reading, type SurfaceMessage, surfaceOf } from "../surface.ts";
import { compareMessage } from "./compare-message.ts";

const schema = z.object({ loss: z.number().nullable() });

/** A message of one schema whose reading code, beside the schema, knows these words for null. */
function messageReading(words: readonly string[]): SurfaceMessage {
  const read = (text: string): Reading => {
    const plain = words.reduce((rest, word) => rest.replaceAll(word, "null"), text);
    try {
      return { kind: "message", message: schema.parse(JSON.parse(plain)) };
    } catch {
      return { kind: "invalid", message: "cannot be read" };
    }
  };
  const message = { name: "report", writer: "trainer", reader: "server", carrier: "body", schema, read };
  const corpus = new Map([["report", ['{"loss":1}', '{"loss":NaN}', '{"loss":nan}']]]);
  const lists = { errorCodes: {}, closeCodes: {}, clauses: {}, limits: {}, supportedSubprotocols: [] };
  const { messages } = surfaceOf(
    { messages: [message], ...lists },
    { label: "any", version: "1.0.0", corpus },
  );
  const [only] = messages.values();
  if (only === undefined) throw new TypeError("the surface is empty");
  return only;
}

function compare(before: readonly string[], after: readonly string[]) {
  const [old, now] = [messageReading(before), messageReading(after)];
  return compareMessage(old, now, hintsOf([old.shape, now.shape]));
}

describe("reading code beside the schema", () => {
  it("breaks old writers when it reads less", () => {
    expect(compare(["NaN", "nan"], ["NaN"])).toMatchObject([
      { class: "breaking", impacts: [{ direction: "old_to_new", witness: '{"loss":nan}' }] },
    ]);
  });

  it("adds when it reads more", () => {
    expect(compare(["NaN"], ["NaN", "nan"])).toMatchObject([
      { id: "report//read", class: "additive", impacts: [{ witness: '{"loss":nan}' }] },
    ]);
  });

  it("says nothing when it reads the same", () => {
    expect(compare(["NaN", "nan"], ["nan", "NaN"])).toEqual([]);
  });
});
