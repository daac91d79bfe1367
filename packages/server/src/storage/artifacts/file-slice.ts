import { Readable } from "node:stream";
import { callbackify } from "node:util";
import type { ArtifactFile } from "./artifact-file.ts";

const chunkBytes = 64 * 1024;

/** A part of a file. */
export interface ByteRange {
  /** Its first byte. */
  readonly start: number;
  /** Its last byte; `start - 1` of an empty one. */
  readonly end: number;
}

/**
 * The bytes of a part of a file, read as they are taken, a chunk at a time; the file is closed with it. It fails if the
 * file changes meanwhile: it never joins bytes of two contents.
 */
export class FileSlice extends Readable {
  readonly #file: ArtifactFile;
  readonly #end: number;
  #position: number;

  constructor(file: ArtifactFile, { start, end }: ByteRange) {
    super({ highWaterMark: chunkBytes });
    this.#file = file;
    this.#position = start;
    this.#end = end;
  }

  override _read(): void {
    this.#next().then(
      (chunk) => this.push(chunk),
      (error: Error) => this.destroy(error),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const close = callbackify(() => this.#file[Symbol.asyncDispose]());
    close((failure) => done(error ?? failure));
  }

  async #next(): Promise<Buffer | null> {
    const left = this.#end - this.#position + 1;
    if (left <= 0) return null;
    const chunk = await this.#file.read(this.#position, Math.min(left, chunkBytes));
    await this.#file.checkUnchanged();
    this.#position += chunk.length;
    return chunk;
  }
}
