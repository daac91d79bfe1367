import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { OpenFile } from "./open-files.ts";
import { type Place, placeOf } from "./place.ts";

/**
 * Finds what rotation has put beside a file before the system tells of it: whenever another file than before lies at a
 * path, or a shorter one, the folder is looked through.
 */
export class Siblings {
  readonly #place: Place;
  readonly #seen = new Map<string, OpenFile>();

  constructor(place: Place) {
    this.#place = place;
  }

  /** The paths of the place that are not among its files, if these have changed places. */
  async beside(files: readonly OpenFile[]): Promise<string[]> {
    const hasMoved = files.some(({ path, inode, size }) => {
      const before = this.#seen.get(path);
      return before && (before.inode !== inode || size < before.size);
    });
    this.#seen.clear();
    for (const file of files) this.#seen.set(file.path, file);
    if (!hasMoved) return [];
    const folder = dirname(this.#place.root);
    const names = await readdir(folder).catch(() => []);
    return names
      .map((name) => join(folder, name))
      .filter((path) => !this.#seen.has(path) && placeOf(path)?.root === this.#place.root);
  }
}
