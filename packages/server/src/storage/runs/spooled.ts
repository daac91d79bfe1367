import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A larger file is none that a trainer's SDK writes. */
const maxFileBytes = 64 * 1024 * 1024;
const linesAtOnce = 1000;

/**
 * The records that trainers left in a spool folder because they could not deliver them, as NDJSON, some at a time: what is
 * in the files `*.ndjson` below it, by name. Lines that were cut short are left out, and links are not followed.
 */
export async function* spooled(folder: string): AsyncGenerator<string> {
  const names = await readdir(folder, { recursive: true }).catch((): string[] => []);
  for (const name of names.filter((each) => each.endsWith(".ndjson")).sort()) {
    const path = join(folder, name);
    const found = await lstat(path).catch(() => undefined);
    if (!found?.isFile() || found.size > maxFileBytes) continue;
    const lines = (await readFile(path, "utf8")).split("\n").slice(0, -1);
    for (let from = 0; from < lines.length; from += linesAtOnce) {
      yield lines.slice(from, from + linesAtOnce).join("\n");
    }
  }
}
