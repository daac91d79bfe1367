import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { releasesFolder } from "../version/release.ts";

/** The file that holds the hash of every file of every frozen release, as `sha256sum --check` reads it. */
export const hashesName = "SHA256SUMS";

/** The hash of each file, by its path below the folder of releases. */
export type Hashes = ReadonlyMap<string, string>;

/** The hashes that were stored when releases were frozen. */
export function storedHashes(packageFolder: string): Hashes {
  const file = join(releasesFolder(packageFolder), hashesName);
  if (!existsSync(file)) return new Map();
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
}

/** The text of the file of hashes. */
export function formatHashes(hashes: Hashes): string {
  const lines = [...hashes].map(([path, hash]) => `${hash}  ${path}\n`);
  return lines.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join("");
}

/** The hash of a file's text. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What was edited, removed or added in frozen releases since they were frozen; each in one line. */
export function violations(packageFolder: string): string[] {
  const folder = releasesFolder(packageFolder);
  if (!existsSync(folder)) return [];
  const stored = storedHashes(packageFolder);
  const there = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== hashesName)
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    );
  const changed = there.flatMap((path) => {
    const hash = stored.get(path);
    if (hash === undefined) return [`${path} was added`];
    return hash === hashOf(readFileSync(join(folder, path), "utf8")) ? [] : [`${path} was edited`];
  });
  const gone = [...stored.keys()]
    .filter((path) => !there.includes(path))
    .map((path) => `${path} was removed`);
  return [...changed, ...gone];
}
