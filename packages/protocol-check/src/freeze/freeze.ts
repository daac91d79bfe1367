import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CheckError } from "../errors.ts";
import { findPackage } from "../version/package-folder.ts";
import { releasesFolder } from "../version/release.ts";
import { formatHashes, hashesName, hashOf, storedHashes } from "./hashes.ts";
import { releaseFiles } from "./release-files.ts";

/** What to freeze. */
export interface FreezeOptions {
  /** The release, such as `1.0`. */
  readonly name: string;
  /** The folder of the repository or the package. */
  readonly home: string;
  /** Whether a release of this name that is not published yet may be overwritten. */
  readonly replace: boolean;
}

/**
 * Stores the protocol as it is now as a release that later versions are compared with.
 *
 * @returns The folder, and the number of files in it.
 * @throws CheckError `usage`, `frozen`, `unknown_version` or `bad_version`.
 */
export async function freeze({
  name,
  home,
  replace,
}: FreezeOptions): Promise<{ folder: string; files: number }> {
  const found = findPackage(home);
  if (!/^\d+\.\d+$/.test(name)) {
    throw new CheckError("usage", `a release is named like 1.0, not ${JSON.stringify(name)}`);
  }
  if (!found.version.startsWith(`${name}.`)) {
    throw new CheckError(
      "usage",
      `the package is of version ${found.version}: it cannot be frozen as ${name}`,
    );
  }
  const folder = join(releasesFolder(found.folder), name);
  if (existsSync(folder) && !replace) {
    throw new CheckError(
      "frozen",
      `release ${name} is frozen already; only an unpublished one may be replaced, with --replace`,
    );
  }
  const files = await releaseFiles(found);
  await rm(folder, { recursive: true, force: true });
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const kept = [...storedHashes(found.folder)].filter(([path]) => !path.startsWith(`${name}/`));
  const added = [...files].map(([path, text]) => [`${name}/${path}`, hashOf(text)] as const);
  const hashes = formatHashes(new Map([...kept, ...added]));
  await writeFile(join(releasesFolder(found.folder), hashesName), hashes);
  return { folder, files: files.size };
}
