/** A piece of a container's log: a line, or a part of a very long one. */
export interface LogFrame {
  /** When it was printed, as the daemon has it, to the nanosecond. */
  readonly time: string;
  readonly text: Buffer;
}

const headerBytes = 8;
const space = 0x20;

/**
 * Takes apart what the daemon sends of a log with timestamps: before each piece eight bytes, the last four of them its
 * length, and within it the time and a space.
 */
export class LogFrames {
  #rest: Buffer = Buffer.alloc(0);

  /** The pieces that are complete with this chunk. */
  read(chunk: Buffer): LogFrame[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: LogFrame[] = [];
    let at = 0;
    while (bytes.length - at >= headerBytes) {
      const end = at + headerBytes + bytes.readUInt32BE(at + 4);
      if (end > bytes.length) break;
      const piece = bytes.subarray(at + headerBytes, end);
      const cut = piece.indexOf(space);
      frames.push({ time: piece.toString("latin1", 0, cut), text: piece.subarray(cut + 1) });
      at = end;
    }
    this.#rest = bytes.subarray(at);
    return frames;
  }
}
