import { readdir, realpath, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Place, placeOf } from "./place.ts";

/** A training that was found, its files, and the folder that its name is told from. */
export interface FoundPlace {
  readonly place: Place;
  readonly folder: string;
  readonly paths: Set<string>;
}

/** The trainings of files, and of all files below folders. @throws The system's error if there is no such path. */
export async function findPlaces(paths: readonly string[]): Promise<FoundPlace[]> {
  const found = new Map<string, FoundPlace>();
  for (const given of paths) {
    const path = await realpath(given);
    const isFolder = (await stat(path)).isDirectory();
    const files = isFolder ? await filesBelow(path) : [path];
    for (const file of files) {
      const place = placeOf(file);
      if (!place) continue;
      const key = `${place.kind}:${place.root}`;
      const known = found.get(key) ?? {
        place,
        folder: isFolder ? dirname(path) : dirname(place.root),
        paths: new Set(),
      };
      known.paths.add(file);
      found.set(key, known);
    }
  }
  return [...found.values()];
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[/\\](?:\.|node_modules[/\\])/.test(path.slice(folder.length)));
}
