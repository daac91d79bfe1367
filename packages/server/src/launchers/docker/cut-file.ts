import { constants, type FileHandle, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";

/** Below what any log of a trainer may grow to: so this one is cut by who writes it, and by nobody else meanwhile. */
const defaultMaxBytes = 8 * 1024 * 1024;
const ownerOnly = 0o600;

/**
 * A log that is written by position and cut when it has grown too long: its file becomes `NAME.POSITION`, named for the
 * position of its first byte, and the one before that goes.
 */
export class CutFile {
  readonly #path: string;
  readonly #maxBytes: number;
  #file: FileHandle;
  /** The position of the file's first byte. */
  #from: number;

  private constructor(
    path: string,
    maxBytes: number,
    opened: { readonly file: FileHandle; readonly from: number },
  ) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#file = opened.file;
    this.#from = opened.from;
  }

  /** Opens a log at this path, or begins it. @param maxBytes When it is cut; default 8 MiB, and so 16 in all. */
  static async open(path: string, maxBytes = defaultMaxBytes): Promise<CutFile> {
    const last = (await parts(path)).at(-1);
    const from = last === undefined ? 0 : last + (await stat(`${path}.${last}`)).size;
    return new CutFile(path, maxBytes, { file: await openFile(path), from });
  }

  /** Writes bytes at a position, those left out that stand before this file: they are in the one before. */
  async write(bytes: Buffer, position: number): Promise<void> {
    const known = Math.max(0, this.#from - position);
    for (let done = known; done < bytes.length; ) {
      const at = position - this.#from + done;
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, at);
      done += bytesWritten;
    }
    const end = position + bytes.length;
    if (end - this.#from >= this.#maxBytes) await this.#cut(end);
  }

  /** Closes the file. */
  async close(): Promise<void> {
    await this.#file.close();
  }

  async #cut(end: number): Promise<void> {
    const old = await parts(this.#path);
    await this.#file.close();
    await rename(this.#path, `${this.#path}.${this.#from}`);
    this.#file = await openFile(this.#path);
    this.#from = end;
    for (const position of old) await rm(`${this.#path}.${position}`, { force: true });
  }
}

function openFile(path: string): Promise<FileHandle> {
  return open(path, constants.O_WRONLY | constants.O_CREAT, ownerOnly);
}

/** The positions of what was cut off and is kept, in order. */
async function parts(path: string): Promise<number[]> {
  const prefix = `${basename(path)}.`;
  const names = await readdir(dirname(path));
  return names
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((a, b) => a - b);
}
