import { existsSync, globSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { findPackage } from "../version/package-folder.ts";
import { artifactFiles, clausesPath, generatedFolders } from "./artifact-files.ts";

/** What is not as the sources say. */
export interface Staleness {
  /** Files that are missing or differ. */
  readonly stale: readonly string[];
  /** Files that nothing generates any more. */
  readonly left: readonly string[];
}

/** Compares the generated files of a repository with what its sources say. */
export async function staleArtifacts(home: string): Promise<Staleness> {
  return compare(home, await artifactFiles(home));
}

/** Writes what is stale and removes what is left over; says which files. */
export async function generate(home: string): Promise<Staleness> {
  // The declarations are those of the build, and the clauses that are written are a part of it.
  await build(home);
  const sources = await writeStale(home);
  if (!sources.stale.includes(clausesPath)) return sources;
  await build(home);
  const others = await writeStale(home);
  return { stale: [...new Set([...sources.stale, ...others.stale])], left: sources.left };
}

async function build(home: string): Promise<void> {
  const { folder } = findPackage(home);
  await execa("tsc", ["-b", "tsconfig.build.json"], { cwd: folder, preferLocal: true });
}

async function writeStale(home: string): Promise<Staleness> {
  const files = await artifactFiles(home);
  const found = compare(home, files);
  for (const path of found.stale) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), files.get(path) ?? "");
  }
  for (const path of found.left) await rm(join(home, path));
  return found;
}

function compare(home: string, files: ReadonlyMap<string, string>): Staleness {
  const stale = [...files].filter(([path, text]) => !isSame(join(home, path), text)).map(([path]) => path);
  const there = globSync(
    generatedFolders.map((folder) => `${folder}/**/*.*`),
    { cwd: home },
  );
  return { stale, left: there.filter((path) => !files.has(path)) };
}

function isSame(file: string, text: string): boolean {
  return existsSync(file) && readFileSync(file, "utf8") === text;
}
