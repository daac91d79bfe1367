import { crc32c } from "@node-rs/crc32";
import type { BufferPlace, Cut, Piece } from "./cut.ts";

const headerBytes = 12;
const footerBytes = 4;
/** Above this an event holds an image or a graph, and no scalar: it is leapt over unread. */
const maxEventBytes = 4 * 1024 * 1024;

/**
 * Cuts TFRecords: length (8 bytes), its masked CRC32C, data, the data's masked CRC32C. A record whose data are damaged is
 * left out; behind a damaged length nothing can be found any more.
 */
export function recordCutter() {
  let leapBytes = 0;
  return (buffer: Buffer, { position }: BufferPlace): Cut => {
    const pieces: Piece[] = [];
    let start = Math.min(leapBytes, buffer.length);
    leapBytes -= start;
    while (buffer.length - start >= headerBytes) {
      const header = buffer.subarray(start, start + 8);
      if (masked(crc32c(header)) !== buffer.readUInt32LE(start + 8)) {
        return { pieces, consumed: start, broken: `the length at byte ${position + start} is damaged` };
      }
      const dataBytes = Number(header.readBigUInt64LE());
      const wholeBytes = headerBytes + dataBytes + footerBytes;
      const end = start + wholeBytes;
      if (end > buffer.length) {
        if (dataBytes <= maxEventBytes) return { pieces, consumed: start, needs: wholeBytes };
        leapBytes = wholeBytes - (buffer.length - start);
        return { pieces, consumed: buffer.length };
      }
      const bytes = buffer.subarray(start + headerBytes, end - footerBytes);
      if (masked(crc32c(bytes)) === buffer.readUInt32LE(end - footerBytes)) {
        pieces.push({ bytes, end: position + end });
      }
      start = end;
    }
    return { pieces, consumed: start };
  };
}

/** As TensorFlow stores a CRC: rotated and shifted, so that a CRC of CRCs is none. */
function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
