import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.ts";

/** Files of the repository below these paths, as git sees them, new ones included; tests are no inputs. */
export function inputFiles(paths: readonly string[]): string[] {
  const listed = run("git", ["ls-files", "--cached", "--others", "--exclude-standard", "--", ...paths]);
  const isInput = (file: string) => !/\.test\.tsx?$/.test(file) && existsSync(file);
  return [...new Set(listed.split("\n"))].filter(isInput).sort();
}

/** A short hash of files and of what else decides a result. */
export function hashOf(files: readonly string[], besides: readonly string[] = []): string {
  const hash = createHash("sha256");
  for (const text of besides) hash.update(`${text}\0`);
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  return hash.digest("hex").slice(0, 12);
}

/** Copies files into a folder, under the same paths. */
export function copyInto(folder: string, files: readonly string[]): void {
  for (const file of files) cpSync(file, join(folder, file));
}
