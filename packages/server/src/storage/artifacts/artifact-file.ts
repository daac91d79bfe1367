import type { BigIntStats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { TrainwireServerError } from "../../core/errors.ts";

/** What tells a file's content from any other that it or another file has had: device, inode, size, time of change. */
export function identityOf({ dev, ino, size, mtimeNs }: BigIntStats): string {
  return `${dev}-${ino}-${size}-${mtimeNs}`;
}

/** An open file, the same one also after its name was given to another, or to none. */
export class ArtifactFile implements AsyncDisposable {
  readonly bytes: number;
  readonly modifiedAt: Date;
  readonly identity: string;
  readonly #handle: FileHandle;

  private constructor(handle: FileHandle, stats: BigIntStats) {
    this.#handle = handle;
    this.bytes = Number(stats.size);
    this.modifiedAt = new Date(Number(stats.mtimeMs));
    this.identity = identityOf(stats);
  }

  /**
   * Takes over an open file.
   * @throws TrainwireServerError `not_found` if it is none but a folder, a pipe or a device; it is closed then.
   */
  static async of(handle: FileHandle): Promise<ArtifactFile> {
    try {
      const stats = await handle.stat({ bigint: true });
      if (stats.isFile()) return new ArtifactFile(handle, stats);
      throw new TrainwireServerError("not_found", "there is no file of this name");
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Its descriptor, for as long as it is open. */
  get fd(): number {
    return this.#handle.fd;
  }

  /**
   * Fills a buffer from a position on.
   * @throws TrainwireServerError `artifact_changed` if the file ends before.
   */
  async read(position: number, buffer: Buffer): Promise<Buffer> {
    for (let filled = 0; filled < buffer.length; ) {
      const left = buffer.length - filled;
      const { bytesRead } = await this.#handle.read(buffer, filled, left, position + filled);
      if (bytesRead === 0) throw new TrainwireServerError("artifact_changed");
      filled += bytesRead;
    }
    return buffer;
  }

  /**
   * Fails if what was read since it was opened may be of two contents.
   * @throws TrainwireServerError `artifact_changed`
   */
  async checkUnchanged(): Promise<void> {
    if (identityOf(await this.#handle.stat({ bigint: true })) !== this.identity) {
      throw new TrainwireServerError("artifact_changed");
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#handle.close();
  }
}
