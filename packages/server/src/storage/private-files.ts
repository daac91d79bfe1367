import { chmodSync, closeSync, mkdirSync, openSync, statSync } from "node:fs";

const ownerOnlyFile = 0o600;
const ownerOnlyFolder = 0o700;
const othersBits = 0o077;

/** Makes a folder for its owner alone. One that is there already is left as it is. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: ownerOnlyFolder });
}

/** Makes an empty file for its owner alone, unless there is one. */
export function makePrivateFile(file: string): void {
  closeSync(openSync(file, "a", ownerOnlyFile));
}

/** Takes from all but its owner what they may do with a file, if there is one and it is ours. */
export function makePrivate(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found || (found.mode & othersBits) === 0) return;
  // Whoever uses a file of another owner may lose it by this; only root could do it at all.
  if (found.uid === process.getuid?.()) chmodSync(file, ownerOnlyFile);
}
