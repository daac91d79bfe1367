import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { artifactPlace } from "../storage/artifacts/artifact-place.ts";
import { openDatabase } from "../storage/sqlite/database.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** The folder of a training's artifacts, as the server looks for it. */
export function artifactsOf(dataFolder: string, trainId: string): string {
  return join(dataFolder, "runs", trainId, "artifacts");
}

/** Writes artifacts of a training, by path. */
export function writeArtifacts(
  dataFolder: string,
  trainId: string,
  files: Readonly<Record<string, string | Buffer>>,
): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(artifactsOf(dataFolder, trainId), path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** The artifacts of a data folder of its own, for the training `run`. */
export function testArtifacts() {
  const data = temporaryFolder();
  let database = openDatabase(data.path);
  let place = artifactPlace(database, data.path);
  return {
    folder: artifactsOf(data.path, "run"),
    dataFolder: data.path,
    get place() {
      return place;
    },
    write: (files: Readonly<Record<string, string | Buffer>>) => writeArtifacts(data.path, "run", files),
    /** Opens the data folder anew, as after a restart. */
    reopen() {
      database.close();
      database = openDatabase(data.path);
      place = artifactPlace(database, data.path);
    },
    [Symbol.dispose]() {
      database.close();
      data[Symbol.dispose]();
    },
  };
}
