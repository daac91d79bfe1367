import type { Parcel } from "../../core/parcel.ts";
import { parcelFrames, textFrames } from "./text-frames.ts";

/** How what a socket is sent in a turn of the event loop becomes the bytes of one write. */
export interface Framing {
  /** The bytes of messages that go to one socket alone. */
  ofTexts(texts: readonly string[]): Buffer;
  /** The bytes of messages that others get too, made once for all sockets. */
  ofParcel(parcel: Parcel): Buffer;
  /** What is written, of all that was sent in a turn: most often one thing alone. */
  join(first: Buffer, further: readonly Buffer[] | undefined): Buffer;
}

/**
 * Joins what was sent in a turn once for all sockets that were sent the same: viewers who follow the same trainings
 * are written to one after another.
 */
export function joinedOnce(
  join: (first: Buffer, further: readonly Buffer[]) => Buffer,
): (first: Buffer, further: readonly Buffer[]) => Buffer {
  let last: { first: Buffer; further: readonly Buffer[]; joined: Buffer } | undefined;
  return (first, further) => {
    if (last?.first !== first || !isSame(last.further, further)) {
      last = { first, further, joined: join(first, further) };
    }
    return last.joined;
  };
}

function isSame(some: readonly Buffer[], others: readonly Buffer[]): boolean {
  return some.length === others.length && some.every((each, index) => each === others[index]);
}

const joinFrames = joinedOnce((first, further) => Buffer.concat([first, ...further]));

const plainFrames: Framing = {
  ofTexts: textFrames,
  ofParcel: (parcel) => parcelFrames(parcel, false),
  join: (first, further) => (further ? joinFrames(first, further) : first),
};

const deflatedFrames: Framing = { ...plainFrames, ofParcel: (parcel) => parcelFrames(parcel, true) };

/** Version 1: a frame for each message. @param isDeflated Whether parcels are compressed */
export function messageFraming(isDeflated: boolean): Framing {
  return isDeflated ? deflatedFrames : plainFrames;
}
