import { constants, deflateRawSync } from "node:zlib";
import type { Parcel } from "../../core/parcel.ts";

/** First byte of an unfragmented text frame (RFC 6455, 5.2). */
const finText = 0x81;
/** Marks a compressed message (RFC 7692, 7.2.1). */
const rsv1 = 0x40;
/** Below this length deflate costs more than it saves. */
const minDeflatedBytes = 256;
/** What a flushed block ends with, and RFC 7692 takes off. */
const flushTailBytes = 4;

/** One text frame a text, end to end, as a server sends them: unmasked. */
export function textFrames(texts: readonly string[]): Buffer {
  if (texts.length === 1) return textFrame(texts[0] ?? "");
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const frames = Buffer.allocUnsafe(
    lengths.reduce((sum, length) => sum + frameHeadBytes(length) + length, 0),
  );
  let at = 0;
  for (const [index, length] of lengths.entries()) {
    at = writeHead(frames, at, { first: finText, length });
    at += frames.write(texts[index] ?? "", at);
  }
  return frames;
}

function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(frameHeadBytes(length) + length);
  frame.write(text, writeHead(frame, 0, { first: finText, length }));
  return frame;
}

/** The same, each message compressed by itself (`server_no_context_takeover`), so that any viewer can read it. */
export function deflatedTextFrames(texts: readonly string[]): Buffer {
  return Buffer.concat(texts.map((text) => deflatedTextFrame(text)));
}

function deflatedTextFrame(text: string): Buffer {
  if (text.length < minDeflatedBytes) return textFrame(text);
  const flushed = deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH });
  const payload = flushed.subarray(0, -flushTailBytes);
  const head = Buffer.allocUnsafe(frameHeadBytes(payload.length));
  writeHead(head, 0, { first: finText | rsv1, length: payload.length });
  return Buffer.concat([head, payload]);
}

/** A parcel's frames in both forms, each made when it is first asked for. */
interface Encoding {
  plain?: Buffer;
  deflated?: Buffer;
}

/** The frames of a parcel, made once for all sockets. */
export function parcelFrames(parcel: Parcel, isDeflated: boolean): Buffer {
  const encoding = (parcel.encoding ??= {}) as Encoding;
  return isDeflated
    ? (encoding.deflated ??= deflatedTextFrames(parcel.texts))
    : (encoding.plain ??= textFrames(parcel.texts));
}

/** How many bytes come before a payload of this length. */
export function frameHeadBytes(length: number): number {
  if (length < 126) return 2;
  return length < 65_536 ? 4 : 10;
}

/** Writes the head of a text frame at the beginning. @returns where the payload begins. */
export function writeTextHead(frame: Buffer, length: number): number {
  return writeHead(frame, 0, { first: finText, length });
}

/** @returns where the payload begins. */
function writeHead(frames: Buffer, at: number, head: { first: number; length: number }): number {
  const { first, length } = head;
  frames[at] = first;
  if (length < 126) {
    frames[at + 1] = length;
  } else if (length < 65_536) {
    frames[at + 1] = 126;
    frames.writeUInt16BE(length, at + 2);
  } else {
    frames[at + 1] = 127;
    frames.writeBigUInt64BE(BigInt(length), at + 2);
  }
  return at + frameHeadBytes(length);
}
