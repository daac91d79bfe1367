import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { Turns } from "../../core/turns.ts";
import { makePrivateFolder } from "../private-files.ts";
import { Folder } from "./folder.ts";
import { unlessGone } from "./gone.ts";

/**
 * Where files and folders go that are to be removed: they are out of sight at once, and freed piece by piece. What a
 * crash leaves here is freed after the next start.
 */
export class Trash {
  readonly #path: string;
  /** Two at a time would each miss what the other has freed. */
  readonly #turns = new Turns();

  /** @param runs The folder of all run folders: one of the same disk. */
  constructor(runs: string) {
    this.#path = join(runs, ".removed");
  }

  /** Moves an entry here. Fails as `rename` does. */
  async take(from: Folder, name: string): Promise<void> {
    makePrivateFolder(this.#path);
    await using trash = await Folder.open(this.#path);
    await from.move(name, trash, randomUUID());
  }

  /** Frees what is here. A folder's folders are moved up first, so that however deep it is, few are open at once. */
  empty(): Promise<void> {
    return this.#turns.run(() => this.#emptyNow());
  }

  async #emptyNow(): Promise<void> {
    await using trash = await Folder.open(this.#path).catch(unlessGone);
    if (!trash) return;
    for (let names = await trash.names(); names.length > 0; names = await trash.names()) {
      for (const name of names) await this.#free(trash, name);
    }
  }

  async #free(trash: Folder, name: string): Promise<void> {
    if (!(await trash.stat(name)).isDirectory()) return trash.unlink(name);
    {
      await using folder = await trash.folder(name);
      for (const entry of await folder.names()) {
        if ((await folder.stat(entry)).isDirectory()) await folder.move(entry, trash, randomUUID());
        else await folder.unlink(entry);
      }
    }
    await trash.rmdir(name);
  }
}
