import { randomUUID } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import type { Exit } from "../../core/launcher.ts";

const ExitNote = z.object({ code: z.int().optional(), outOfMemory: z.boolean().optional() });

/** Notes how a container ended, which nobody else knows once it is removed. */
export async function noteExit(path: string, exit: Exit): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  await writeFile(unfinished, JSON.stringify(exit));
  await rename(unfinished, path);
}

/** How a container ended, if that was noted. */
export async function readExit(path: string): Promise<Exit | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  return text === undefined ? undefined : ExitNote.parse(JSON.parse(text));
}
