import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { CheckError } from "../errors.ts";
import type { Surface } from "../surface.ts";
import { surfaceOfGitRef } from "./git-ref.ts";
import { surfaceOfNpmPackage, surfaceOfTarball } from "./npm-package.ts";
import { findPackage, surfaceOfFolder } from "./package-folder.ts";
import { releaseNames, surfaceOfRelease } from "./release.ts";

/**
 * Reads the surface of a version as it is named on the command line: a frozen release (`0.9`), a package
 * (`npm:@trainwire/protocol@0.9.0`), a packed package (`protocol.tgz`), a folder (`.`) or a git ref (`main`).
 *
 * @param home The folder in which frozen releases and git refs are looked up.
 * @throws CheckError `unknown_version`, `bad_version` or `bad_file`.
 */
export async function openVersion(name: string, home: string): Promise<Surface> {
  if (name.startsWith("npm:")) return surfaceOfNpmPackage(home, name.slice("npm:".length));
  if (name.endsWith(".tgz")) {
    if (!existsSync(name)) throw new CheckError("unknown_version", `there is no file ${name}`);
    return surfaceOfTarball(resolve(name), name);
  }
  const packageFolder = packageAt(home);
  // The beginning of a commit, four digits at least, may be all decimal ones.
  if (/^(\d{1,3}|\d+(\.\d+)+)$/.test(name) || (packageFolder && releaseNames(packageFolder).includes(name))) {
    return surfaceOfRelease(packageFolder ?? home, name);
  }
  // A branch may have the name of a folder that has nothing to do with it.
  if (isFolder(name) && (/[./\\]/.test(name) || packageAt(name) !== undefined))
    return surfaceOfFolder(resolve(name), name === "." ? "working tree" : name);
  return surfaceOfGitRef(home, name);
}

/** The newest frozen release. @throws CheckError `unknown_version` if there is none. */
export function newestRelease(home: string): string {
  const name = releaseNames(findPackage(home).folder).at(-1);
  if (name === undefined)
    throw new CheckError("unknown_version", "no release is frozen here; say --from what to compare");
  return name;
}

function packageAt(home: string): string | undefined {
  try {
    return findPackage(home).folder;
  } catch {
    // Versions that need no home can be compared anywhere.
    return undefined;
  }
}

function isFolder(name: string): boolean {
  return existsSync(name) && statSync(name).isDirectory();
}
