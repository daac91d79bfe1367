import { Header, Pax } from "tar";
import type { ArtifactFile } from "./artifact-file.ts";
import type { Folder } from "./folder.ts";
import { unlessGone } from "./gone.ts";
import { openBelow, walk } from "./walk.ts";

const blockBytes = 512;
const chunkBytes = 64 * 1024;

/**
 * A folder as a tar file, made as it is read: one file is open at a time, and closed when the reader leaves.
 *
 * A file that vanishes before it is come to is left out. One that grows is packed as it was when it was opened; one
 * that is cut short ends the archive with an error, before its end.
 * @param name What the folder is called in the archive; "" for nothing.
 */
export async function* archive(folder: Folder, name: string): AsyncGenerator<Buffer> {
  for await (const { path } of walk(folder, name)) {
    const file = await openBelow(folder, name === "" ? path : path.slice(name.length + 1)).catch(unlessGone);
    if (!file) continue;
    await using open = file;
    yield headerOf(path, open);
    yield* contentOf(open);
  }
  yield Buffer.alloc(2 * blockBytes);
}

function headerOf(path: string, file: ArtifactFile): Buffer {
  const facts = { path, mode: 0o644, size: file.bytes, mtime: file.modifiedAt, type: "File" as const };
  const header = new Header(facts);
  const needsPax = header.encode();
  const block = header.block ?? Buffer.alloc(0);
  return needsPax ? Buffer.concat([new Pax(facts).encode(), block]) : block;
}

async function* contentOf(file: ArtifactFile): AsyncGenerator<Buffer> {
  for (let position = 0; position < file.bytes; position += chunkBytes) {
    yield await file.read(position, Buffer.allocUnsafe(Math.min(chunkBytes, file.bytes - position)));
  }
  const overhang = file.bytes % blockBytes;
  if (overhang > 0) yield Buffer.alloc(blockBytes - overhang);
}
