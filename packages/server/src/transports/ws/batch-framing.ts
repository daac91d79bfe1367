import type { Parcel } from "../../core/parcel.ts";
import { type Framing, joinedOnce } from "./framing.ts";
import { frameHeadBytes, writeTextHead } from "./text-frames.ts";

/** A frame that holds so many bytes takes no further entry: a browser hands over nothing before the whole frame came. */
const fullFrameBytes = 128 * 1024;

const openBracket = 0x5b;
const closeBracket = 0x5d;

/**
 * The second version: what is sent in a turn leaves as one frame that holds an array, or as a few where it is much.
 * Until then each entry begins with a comma, which becomes the bracket of the first.
 */
export const batchFraming: Framing = {
  ofTexts: entriesOfTexts,
  ofParcel: (parcel) => entriesOf(parcel),
  join: (first, further = []) => joinEntries(first, further),
};

const joinEntries = joinedOnce((first, further) => {
  const frames = cutIntoFrames([first, ...further]).map(arrayFrame);
  const [only] = frames;
  return only && frames.length === 1 ? only : Buffer.concat(frames);
});

/** Kept beside the other encodings of a parcel: that of the list goes to sockets of both versions. */
function entriesOf(parcel: Parcel): Buffer {
  const encoding = (parcel.encoding ??= {}) as { entries?: Buffer };
  return (encoding.entries ??= entriesOfTexts(parcel.texts));
}

function entriesOfTexts(texts: readonly string[]): Buffer {
  return Buffer.from(texts.map((text) => `,${text}`).join(""));
}

interface Entries {
  readonly buffers: Buffer[];
  bytes: number;
}

function cutIntoFrames(sent: readonly Buffer[]): Entries[] {
  let last: Entries = { buffers: [], bytes: 0 };
  const frames = [last];
  for (const buffer of sent) {
    if (last.bytes >= fullFrameBytes) {
      last = { buffers: [], bytes: 0 };
      frames.push(last);
    }
    last.buffers.push(buffer);
    last.bytes += buffer.length;
  }
  return frames;
}

function arrayFrame({ buffers, bytes }: Entries): Buffer {
  const length = bytes + 1;
  const frame = Buffer.allocUnsafe(frameHeadBytes(length) + length);
  const begin = writeTextHead(frame, length);
  let at = begin;
  for (const buffer of buffers) at += buffer.copy(frame, at);
  frame[begin] = openBracket;
  frame[at] = closeBracket;
  return frame;
}
