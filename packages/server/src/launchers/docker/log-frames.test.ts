import { array, assert, nat, property, string } from "fast-check";
import { expect, it } from "vitest";
import { LogFrames } from "./log-frames.ts";

/** One piece as the daemon sends it. */
function sent(time: string, text: string): Buffer {
  const piece = Buffer.from(`${time} ${text}`);
  const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(piece.length, 4);
  return Buffer.concat([header, piece]);
}

it("pieces are read whole, wherever the chunks are cut", () => {
  assert(
    property(array(string({ unit: "binary" })), array(nat(400)), (texts, cuts) => {
      const bytes = Buffer.concat(texts.map((text, at) => sent(`t${at}`, text)));
      const edges = [
        0,
        ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b),
        bytes.length,
      ];
      const frames = new LogFrames();
      const read = edges.slice(1).flatMap((end, at) => frames.read(bytes.subarray(edges[at], end)));
      expect(read.map(({ time, text }) => [time, text.toString()])).toEqual(
        texts.map((text, at) => [`t${at}`, Buffer.from(text).toString()]),
      );
    }),
    { numRuns: 30 },
  );
});
