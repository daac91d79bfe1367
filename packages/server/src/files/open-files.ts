import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** Not what a link points at, and without waiting for the writer of a pipe. */
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** A file of a place that is open. */
export interface OpenFile {
  readonly path: string;
  readonly handle: FileHandle;
  readonly size: number;
  readonly inode: number;
  readonly modifiedAtMs: number;
}

/** Files of a place that are open until they are disposed of. */
export interface OpenFiles extends AsyncDisposable {
  readonly files: readonly OpenFile[];
}

/** Opens files for reading; what is gone, or is no file, is left out. */
export async function openFiles(paths: Iterable<string>): Promise<OpenFiles> {
  const files: OpenFile[] = [];
  const close = async () => {
    await Promise.all(files.map(({ handle }) => handle.close()));
  };
  try {
    for (const path of paths) {
      const handle = await open(path, flags).catch(ignoreOthers);
      if (!handle) continue;
      const stats = await handle.stat();
      if (stats.isFile())
        files.push({ path, handle, size: stats.size, inode: stats.ino, modifiedAtMs: stats.mtimeMs });
      else await handle.close();
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { files, [Symbol.asyncDispose]: close };
}

/** What is gone, and what is a link. */
function ignoreOthers(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ELOOP") return undefined;
  throw error;
}

/** Orders files as they were written: event files by the time in their names, others by when they were last changed. */
export function inOrder(files: readonly OpenFile[]): OpenFile[] {
  return files.toSorted(
    (a, b) => createdAt(a) - createdAt(b) || a.modifiedAtMs - b.modifiedAtMs || (a.path < b.path ? -1 : 1),
  );
}

/** Seconds, of `events.out.tfevents.1795322799.host.2678.0`; 0 for other names. */
function createdAt({ path }: OpenFile): number {
  return Number(/\.tfevents\.(\d+)\./.exec(path)?.[1] ?? 0);
}
