import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { Parcel } from "../../core/parcel.ts";
import { deflatedTextFrames, parcelFrames, textFrames } from "./text-frames.ts";

/** What a viewer with the library `ws`, which agreed on compression, reads from these bytes. */
async function read(frames: Buffer, count: number): Promise<string[]> {
  const server = new WebSocketServer({ port: 0, perMessageDeflate: { serverNoContextTakeover: true } });
  server.on("connection", (_ws, request) => request.socket.write(frames));
  const viewer = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const texts: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  viewer.on("error", reject);
  viewer.on("message", (data: Buffer) => {
    if (texts.push(data.toString("utf8")) === count) resolve();
  });
  await promise;
  expect(viewer.extensions).toContain("permessage-deflate");
  viewer.terminate();
  server.close();
  return texts;
}

/** Lengths around each change of the head's form, and characters of one to four bytes. */
const texts = [
  "",
  "a",
  "b".repeat(125),
  "c".repeat(126),
  "é".repeat(200),
  "d".repeat(65_535),
  "🚂".repeat(20_000),
];

describe("text frames", () => {
  it("are read by another implementation as the texts they were made of, alone and together", async () => {
    for (const text of texts) expect(await read(textFrames([text]), 1)).toEqual([text]);
    expect(await read(textFrames(texts), texts.length)).toEqual(texts);
  });

  it("are read so when compressed, each by itself, and short ones plain", async () => {
    expect(await read(deflatedTextFrames(texts), texts.length)).toEqual(texts);
    expect(await read(deflatedTextFrames(texts.toReversed()), texts.length)).toEqual(texts.toReversed());
    expect(deflatedTextFrames(["{}"])).toEqual(textFrames(["{}"]));
    expect(deflatedTextFrames(["d".repeat(5000)]).length).toBeLessThan(100);
  });

  it("of a parcel are made once in each form", () => {
    const parcel = new Parcel(["x".repeat(1000), "y"]);
    expect(parcelFrames(parcel, false)).toBe(parcelFrames(parcel, false));
    expect(parcelFrames(parcel, true)).toBe(parcelFrames(parcel, true));
    expect(parcelFrames(parcel, true).length).toBeLessThan(parcelFrames(parcel, false).length);
  });
});
