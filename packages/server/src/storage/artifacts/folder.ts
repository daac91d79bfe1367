import { type BigIntStats, constants, existsSync } from "node:fs";
import { type FileHandle, lstat, open, readdir, rename, rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";

/** Where the entries of an open folder are reached, whatever becomes of its name. Without it names have to do. */
const openFiles = existsSync("/proc/self/fd") ? "/proc/self/fd" : undefined;

const asFolder = constants.O_RDONLY | constants.O_DIRECTORY;
// Without O_NONBLOCK the opening of a named pipe would wait for its writer.
const asFile = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * An open folder that somebody else may write to. What it holds is reached segment by segment, each from the one
 * before, and no symbolic link is followed: a path cannot lead out of it, also where links are exchanged meanwhile.
 */
export class Folder implements AsyncDisposable {
  readonly #handle: FileHandle;
  readonly #path: string;

  private constructor(handle: FileHandle, path: string) {
    this.#handle = handle;
    this.#path = openFiles === undefined ? path : `${openFiles}/${handle.fd}`;
  }

  /** Opens a folder of the server's own: links are followed. */
  static async open(path: string): Promise<Folder> {
    return new Folder(await open(path, asFolder), path);
  }

  /** Opens a folder in it. */
  async folder(name: string): Promise<Folder> {
    const path = join(this.#path, name);
    return new Folder(await open(path, asFolder | constants.O_NOFOLLOW), path);
  }

  /** Opens a folder below it: each of the names in the one before. */
  async descend(names: readonly string[]): Promise<Folder> {
    let folder = await Folder.open(this.#path);
    for (const name of names) {
      await using parent = folder;
      folder = await parent.folder(name);
    }
    return folder;
  }

  /** Opens a file in it to read. */
  file(name: string): Promise<FileHandle> {
    return open(join(this.#path, name), asFile);
  }

  /** What an entry is, which may be a link. */
  stat(name: string): Promise<BigIntStats> {
    return lstat(join(this.#path, name), { bigint: true });
  }

  /** Removes a file, or a link and not what it points at. */
  unlink(name: string): Promise<void> {
    return unlink(join(this.#path, name));
  }

  /** Removes a folder that is empty. */
  rmdir(name: string): Promise<void> {
    return rmdir(join(this.#path, name));
  }

  /** Moves an entry to another folder of the same disk. */
  move(name: string, target: Folder, targetName: string): Promise<void> {
    return rename(join(this.#path, name), join(target.#path, targetName));
  }

  /** The names of its entries, sorted. */
  async names(): Promise<readonly string[]> {
    return (await readdir(this.#path)).sort();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#handle.close();
  }
}
