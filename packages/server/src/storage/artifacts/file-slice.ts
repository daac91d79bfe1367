import { Readable } from "node:stream";
import { callbackify } from "node:util";
import type { ByteRange } from "../../core/byte-range.ts";
import type { ArtifactFile } from "./artifact-file.ts";

const chunkBytes = 64 * 1024;

/** Resolves when more may be read: to whether all that was read before has left, so that its buffer may be filled again. */
export type HasLeft = () => Promise<boolean>;

/**
 * The bytes of a part of a file, read as they are taken, a chunk at a time; the file is closed with it. It fails if the
 * file changes meanwhile: it never joins bytes of two contents.
 *
 * One buffer serves for all chunks where it can: as many as V8 leaves uncollected would take tens of megabytes.
 */
export class FileSlice extends Readable {
  readonly #file: ArtifactFile;
  readonly #end: number;
  readonly #hasLeft: HasLeft;
  #buffer: Buffer | undefined;
  #position: number;

  constructor(file: ArtifactFile, { start, end }: ByteRange, hasLeft: HasLeft = async () => false) {
    super({ highWaterMark: chunkBytes });
    this.#file = file;
    this.#position = start;
    this.#end = end;
    this.#hasLeft = hasLeft;
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
    const isFree = (await this.#hasLeft()) && this.readableLength === 0;
    const buffer = (isFree ? this.#buffer : undefined) ?? Buffer.allocUnsafeSlow(Math.min(chunkBytes, left));
    this.#buffer = buffer;
    const chunk = await this.#file.read(this.#position, buffer.subarray(0, left));
    await this.#file.checkUnchanged();
    this.#position += chunk.length;
    return chunk;
  }
}
