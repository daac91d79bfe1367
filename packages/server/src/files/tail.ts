import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { Cutter, Piece } from "./formats/cut.ts";

const bufferBytes = 256 * 1024;
const headBytes = 4096;
const seamBytes = 64;

/** What was read at a time. */
export interface Read {
  readonly pieces: readonly Piece[];
  /** Why nothing can be read beyond. */
  readonly broken?: string | undefined;
}

/** What a `Tail` begins with. */
export interface TailStart {
  readonly path: string;
  readonly fingerprint: string;
  readonly generation: number;
  readonly producerId: string;
  readonly storedUpTo: number;
  readonly position: number;
  readonly cut: Cutter;
}

/** How far one file has been read, wherever it is moved to meanwhile. */
export class Tail {
  readonly producerId: string;
  readonly fingerprint: string;
  /** Counts the files of one fingerprint, from 0. */
  readonly generation: number;
  path: string;
  /** What was stored by an earlier process: read again, if at all, only to know what came before. */
  readonly storedUpTo: number;
  isBroken = false;
  #position: number;
  /** The last bytes before the position: while they are there, the file is the one that was read. */
  #seam = Buffer.alloc(0);
  readonly #cut: Cutter;

  constructor(start: TailStart) {
    this.path = start.path;
    this.fingerprint = start.fingerprint;
    this.generation = start.generation;
    this.producerId = start.producerId;
    this.storedUpTo = start.storedUpTo;
    this.#position = start.position;
    this.#cut = start.cut;
  }

  get position(): number {
    return this.#position;
  }

  /** Whether what was read so far still stands in the file: it was not cut off, or written anew. */
  async isIn(handle: FileHandle): Promise<boolean> {
    const { length } = this.#seam;
    if (length === 0) return (await handle.stat()).size >= this.#position;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, this.#position - length);
    return bytesRead === length && buffer.equals(this.#seam);
  }

  /** Reads what was added, a buffer at a time. @param isSuperseded Whether nothing will be added any more. */
  async *read(handle: FileHandle, isSuperseded: boolean): AsyncGenerator<Read> {
    let wanted = bufferBytes;
    while (!this.isBroken) {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(wanted), 0, wanted, this.#position);
      if (bytesRead === 0) return;
      const isEnd = isSuperseded && bytesRead < wanted;
      const bytes = buffer.subarray(0, bytesRead);
      const { pieces, consumed, needs, broken } = this.#cut(bytes, { position: this.#position, isEnd });
      this.isBroken = broken !== undefined;
      this.#advance(bytes.subarray(0, consumed));
      if (pieces.length > 0 || this.isBroken) yield { pieces, broken };
      if (consumed === 0 && bytesRead < wanted) return;
      wanted = consumed === 0 ? Math.max(wanted + 1, needs ?? 0) : bufferBytes;
    }
  }

  #advance(consumed: Buffer): void {
    this.#position += consumed.length;
    this.#seam = Buffer.from(Buffer.concat([this.#seam, consumed.subarray(-seamBytes)]).subarray(-seamBytes));
  }
}

/**
 * What tells a file from others at its path: a hash of its first line, or first bytes if that is long. Undefined while it
 * has none yet.
 */
export async function fingerprintOf(handle: FileHandle, isBinary: boolean): Promise<string | undefined> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  const head = buffer.subarray(0, bytesRead);
  const end = isBinary ? firstRecordEnd(head) : head.indexOf("\n") + 1;
  const isWhole = end > 0 && end <= head.length;
  if (!isWhole && head.length < headBytes) return undefined;
  return createHash("sha256")
    .update(isWhole ? head.subarray(0, end) : head)
    .digest("hex")
    .slice(0, 24);
}

function firstRecordEnd(head: Buffer): number {
  return head.length < 8 ? 0 : Number(head.readBigUInt64LE(0)) + 16;
}

const comparedBytes = 64 * 1024;

/** Whether one file begins as the other does, as the copy of it that rotation made. */
export async function isCopy(one: FileHandle, other: FileHandle): Promise<boolean> {
  const heads = await Promise.all(
    [one, other].map(async (handle) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(comparedBytes), 0, comparedBytes, 0);
      return buffer.subarray(0, bytesRead);
    }),
  );
  const length = Math.min(...heads.map((head) => head.length));
  return heads.every((head) => heads[0]?.subarray(0, length).equals(head.subarray(0, length)) === true);
}
