import { basename, dirname } from "node:path";
import { limits } from "@trainwire/protocol";
import { Folder } from "../artifacts/folder.ts";
import { unlessGone } from "../artifacts/gone.ts";
import { openBelow, unlinkBelow, walk } from "../artifacts/walk.ts";

/** What is read of a spool at most; whoever writes there would else hold a place among those that run for long. */
export interface SpoolBounds {
  readonly files: number;
  readonly bytes: number;
}

const defaultBounds: SpoolBounds = { files: 10_000, bytes: 256 * 1024 * 1024 };
const bytesAtOnce = 256 * 1024;

/**
 * The records that trainers left in a spool folder because they could not deliver them, as NDJSON, some at a time: what is
 * in the files `*.ndjson` below it, by path. Lines that were cut short are left out, and links are not followed. A file
 * is removed when more is asked for after its end; what is beyond the bounds stays for the next time.
 */
export async function* spooled(path: string, bounds = defaultBounds): AsyncGenerator<string> {
  await using run = await Folder.open(dirname(path)).catch(unlessGone);
  await using spool = await run?.folder(basename(path)).catch(unlessGone);
  if (!spool) return;
  let files = 0;
  let bytes = 0;
  for await (const found of walk(spool)) {
    files += 1;
    if (files > bounds.files) return;
    if (!found.path.endsWith(".ndjson")) continue;
    const size = Number(found.stats.size);
    if (bytes + size > bounds.bytes) continue;
    bytes += size;
    yield* linesBelow(spool, found.path);
    // One that stays is taken in again, and its records are repeats then.
    await unlinkBelow(spool, found.path).catch(() => undefined);
  }
}

/** The whole lines of a file, as many at a time as one request may have. */
async function* linesBelow(folder: Folder, path: string): AsyncGenerator<string> {
  await using file = await openBelow(folder, path).catch(unlessGone);
  if (!file) return;
  let size = bytesAtOnce;
  for (let from = 0; from < file.bytes; ) {
    const part = await file.read(from, Buffer.allocUnsafe(Math.min(size, file.bytes - from)));
    const end = part.lastIndexOf(0x0a) + 1;
    const isLast = from + part.length >= file.bytes;
    if (end === 0 && isLast) return;
    if (end === 0 && size < limits.maxIngestBytes) {
      size = limits.maxIngestBytes;
      continue;
    }
    const lines = part.toString("utf8", 0, end).split("\n").slice(0, -1);
    for (let first = 0; first < lines.length; first += limits.maxIngestRecords)
      yield lines.slice(first, first + limits.maxIngestRecords).join("\n");
    // Of a line that is too long for a record the rest is read as one, which is none either.
    from += end || part.length;
    size = bytesAtOnce;
  }
}
