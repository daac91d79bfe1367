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
   * Opens the folder that holds an artifact.
   * @returns the folder, and the last segment of the path.
   * @throws TrainwireServerError `not_found`
   */
  async parentOf(trainId: string, path: string): Promise<readonly [Folder, string]> {
    const segments = path.split("/");
    const name = segments.pop();
    await using root = await this.find(trainId);
    if (!root || name === undefined || !isShown(path)) {
      throw new TrainwireServerError("not_found", "there is no file of this name");
    }
    return [await root.descend(segments).catch(throwAsNotFound), name];
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
