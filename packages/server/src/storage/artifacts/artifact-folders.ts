import { join } from "node:path";
import { TrainwireServerError } from "../../core/errors.ts";
import { ArtifactFile } from "./artifact-file.ts";
import { Folder } from "./folder.ts";
import { isGone, throwAsNotFound } from "./gone.ts";
import { isShown } from "./walk.ts";

/** The folder of a data folder that holds a folder for each training that was started here. */
export function runsFolder(dataFolder: string): string {
  return join(dataFolder, "runs");
}

/** The folders in which trainers leave artifacts. */
export class ArtifactFolders {
  readonly #runs: string;

  constructor(dataFolder: string) {
    this.#runs = runsFolder(dataFolder);
  }

  /** Opens that of a training; undefined if it has none. */
  async find(trainId: string): Promise<Folder | undefined> {
    try {
      await using runs = await Folder.open(this.#runs);
      return await runs.descend([trainId, "artifacts"]);
    } catch (error) {
      if (!isGone(error)) throw error;
      return undefined;
    }
  }

  /**
   * Opens that of a training, or a folder below it.
   * @throws TrainwireServerError `not_found`
   */
  async open(trainId: string, under = ""): Promise<Folder> {
    await using root = await this.find(trainId);
    if (!root || (under !== "" && !isShown(under))) throw nothing();
    return await root.descend(under === "" ? [] : under.split("/")).catch(throwAsNotFound);
  }

  /**
   * Opens the folder that holds an artifact.
   * @returns the folder, and the last segment of the path.
   * @throws TrainwireServerError `not_found`
   */
  async parentOf(trainId: string, path: string): Promise<readonly [Folder, string]> {
    if (!isShown(path)) throw nothing();
    const cut = path.lastIndexOf("/");
    return [await this.open(trainId, path.slice(0, Math.max(cut, 0))), path.slice(cut + 1)];
  }

  /**
   * Opens an artifact to read.
   * @throws TrainwireServerError `not_found`
   */
  async openFile(trainId: string, path: string): Promise<ArtifactFile> {
    const [parent, name] = await this.parentOf(trainId, path);
    await using folder = parent;
    return ArtifactFile.of(await folder.file(name).catch(throwAsNotFound));
  }
}

function nothing(): TrainwireServerError {
  return new TrainwireServerError("not_found", "there is no file of this name");
}
