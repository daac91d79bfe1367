import type { BufferPlace, Cut, Piece } from "./cut.ts";

/** The longest line that is read, in bytes; what is longer is leapt over. */
export const maxLineBytes = 1024 * 1024;

const newline = 0x0a;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** A line that was too long stands in its place as a piece of its first bytes, which is no JSON. */
const clippedBytes = 64;

/** Cuts lines. The last one waits for its end, unless nothing will follow. */
export function lineCutter() {
  let isLeaping = false;
  return (buffer: Buffer, { position, isEnd }: BufferPlace): Cut => {
    const pieces: Piece[] = [];
    let start = position === 0 && buffer.subarray(0, 3).equals(byteOrderMark) ? byteOrderMark.length : 0;
    for (let end = buffer.indexOf(newline, start); end >= 0; end = buffer.indexOf(newline, start)) {
      if (!isLeaping) pieces.push({ bytes: buffer.subarray(start, end), end: position + end + 1 });
      isLeaping = false;
      start = end + 1;
    }
    const rest = buffer.length - start;
    if (rest >= maxLineBytes || (isLeaping && rest > 0)) {
      const end = position + buffer.length;
      if (!isLeaping) pieces.push({ bytes: buffer.subarray(start, start + clippedBytes), end });
      isLeaping = true;
      return { pieces, consumed: buffer.length };
    }
    if (isEnd && rest > 0) pieces.push({ bytes: buffer.subarray(start), end: position + buffer.length });
    return { pieces, consumed: isEnd ? buffer.length : start, ...(start === 0 && { needs: maxLineBytes }) };
  };
}
