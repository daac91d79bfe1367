import type { BigIntStats } from "node:fs";
import { ArtifactPath } from "@trainwire/protocol";
import { ArtifactFile } from "./artifact-file.ts";
import type { Folder } from "./folder.ts";
import { unlessGone } from "./gone.ts";

/** A file that was found below a folder. */
export interface FoundFile {
  /** Segments joined by `/`. */
  readonly path: string;
  readonly stats: BigIntStats;
}

/** Deeper ones are not shown: a walk holds each of them open. */
const maxDepth = 16;

/** Whether a path is one of an artifact that is shown: names that begin with a dot are of unfinished files. */
export function isShown(path: string): boolean {
  const segments = path.split("/");
  return (
    segments.length <= maxDepth &&
    segments.every((name) => !name.startsWith(".")) &&
    ArtifactPath.safeParse(path).success
  );
}

/** The files below a folder, by path, folder by folder. What is gone when it is come to is left out. */
export async function* walk(folder: Folder, under = ""): AsyncGenerator<FoundFile> {
  for (const name of await folder.names()) {
    const path = under === "" ? name : `${under}/${name}`;
    if (!isShown(path)) continue;
    const stats = await folder.stat(name).catch(unlessGone);
    if (stats?.isFile()) yield { path, stats };
    if (!stats?.isDirectory()) continue;
    const child = await folder.folder(name).catch(unlessGone);
    if (!child) continue;
    await using open = child;
    yield* walk(open, path);
  }
}

/** Opens a file below a folder. Fails as the system does, or with `not_found` if it is no file. */
export async function openBelow(folder: Folder, path: string): Promise<ArtifactFile> {
  const segments = path.split("/");
  const name = segments.pop() ?? "";
  await using parent = await folder.descend(segments);
  return ArtifactFile.of(await parent.file(name));
}

/** Removes a file below a folder, or a link and not what it points at. Fails as the system does. */
export async function unlinkBelow(folder: Folder, path: string): Promise<void> {
  const segments = path.split("/");
  const name = segments.pop() ?? "";
  await using parent = await folder.descend(segments);
  await parent.unlink(name);
}
