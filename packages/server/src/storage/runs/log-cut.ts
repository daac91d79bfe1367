import { ftruncateSync, readSync, renameSync, writeSync } from "node:fs";
import { open } from "node:fs/promises";

const bufferBytes = 256 * 1024;
/** So little is copied while everything else waits. */
const maxLastBytes = 1024 * 1024;
/** Whoever prints faster than it can be copied loses what it prints meanwhile: a full disk would lose more. */
const maxCopyingMs = 5000;
const maxLastMs = 100;

/** Where the beginning of a log is moved: to `aside` while it is copied, and to `kept` once it is cut off. */
export interface CutPaths {
  readonly log: string;
  readonly aside: string;
  readonly kept: string;
}

/**
 * Takes all from a log that somebody appends to: copies it, and what was added meanwhile, until nothing was; then
 * truncates it. What comes between these two is lost: nothing as a rule, and of a program that prints without a pause
 * what it prints in the few milliseconds for which the system lets it write before it truncates.
 */
export async function cutLog({ log, aside, kept }: CutPaths): Promise<void> {
  await using source = await open(log, "r+");
  await using target = await open(aside, "w", 0o600);
  const buffer = Buffer.allocUnsafe(bufferBytes);
  const beganAtMs = performance.now();
  let copied = 0;
  while ((await source.stat()).size - copied > maxLastBytes && performance.now() - beganAtMs < maxCopyingMs) {
    const { bytesRead } = await source.read(buffer, 0, bufferBytes, copied);
    await target.write(buffer, 0, bytesRead, copied);
    copied += bytesRead;
  }
  const lastAtMs = performance.now();
  for (;;) {
    const count = readSync(source.fd, buffer, 0, bufferBytes, copied);
    if (count > 0) writeSync(target.fd, buffer, 0, count, copied);
    copied += count;
    if (count === 0 || performance.now() - lastAtMs > maxLastMs) break;
  }
  ftruncateSync(source.fd);
  renameSync(aside, kept);
}

/** Whether a file begins with what another holds, as far as the beginning and the end of that tell. */
export async function beginsWith(path: string, other: string): Promise<boolean> {
  await using file = await open(path, "r");
  await using start = await open(other, "r");
  const { size } = await start.stat();
  if ((await file.stat()).size < size) return false;
  for (const position of [0, Math.max(0, size - bufferBytes)]) {
    const length = Math.min(bufferBytes, size);
    const [one, two] = [Buffer.alloc(length), Buffer.alloc(length)];
    await file.read(one, 0, length, position);
    await start.read(two, 0, length, position);
    if (!one.equals(two)) return false;
  }
  return true;
}
