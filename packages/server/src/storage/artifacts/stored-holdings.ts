import { TrainId } from "@trainwire/protocol";
import type { ArtifactHoldings } from "../../core/artifact-holdings.ts";
import { type ArtifactFolders, runsFolder } from "./artifact-folders.ts";
import type { ArtifactRecords } from "./artifact-record.ts";
import { Folder } from "./folder.ts";
import { unlessGone } from "./gone.ts";
import type { Trash } from "./trash.ts";
import { walk } from "./walk.ts";

/** What the folders of a data folder's trainings are reached by. */
export interface StoredHoldingsOptions {
  readonly dataFolder: string;
  readonly folders: ArtifactFolders;
  readonly records: ArtifactRecords;
  readonly trash: Trash;
}

/** The folders that the trainings of a data folder have. */
export class StoredHoldings implements ArtifactHoldings {
  readonly #options: StoredHoldingsOptions;

  constructor(options: StoredHoldingsOptions) {
    this.#options = options;
  }

  async trainIds(): Promise<readonly string[]> {
    await using runs = await this.#runs();
    const names = (await runs?.names()) ?? [];
    return names.filter((name) => TrainId.safeParse(name).success);
  }

  async bytesOf(trainId: string): Promise<number> {
    await using folder = await this.#options.folders.find(trainId);
    let bytes = 0;
    if (folder) for await (const { stats } of walk(folder)) bytes += Number(stats.size);
    return bytes;
  }

  async clear(trainId: string): Promise<void> {
    await using runs = await this.#runs();
    await using run = await runs?.folder(trainId).catch(unlessGone);
    if (run) await this.#options.trash.take(run, "artifacts").catch(unlessGone);
    await this.#options.records.remove(trainId);
  }

  async remove(trainId: string): Promise<void> {
    await using runs = await this.#runs();
    if (runs) await this.#options.trash.take(runs, trainId).catch(unlessGone);
    await this.#options.records.remove(trainId);
  }

  async free(): Promise<void> {
    await this.#options.trash.empty();
  }

  #runs(): Promise<Folder | undefined> {
    return Folder.open(runsFolder(this.#options.dataFolder)).catch(unlessGone);
  }
}
