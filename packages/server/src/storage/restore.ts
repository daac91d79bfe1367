import { constants, copyFileSync, existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { TrainwireServerError } from "../core/errors.ts";
import { makePrivate, makePrivateFolder } from "./private-files.ts";
import { checkBackup } from "./sqlite/backup-file.ts";
import { databaseFile, openDatabase } from "./sqlite/database.ts";

/**
 * Makes a data folder of a backup. Every training that had not ended gets a new `stream_id`.
 * @param folder Created if missing; must not hold data.
 * @throws TrainwireServerError `internal` if the folder holds data, or the backup is none or damaged.
 */
export function restoreBackup(backup: string, folder: string): void {
  const file = join(folder, databaseFile);
  if (existsSync(file) || existsSync(`${file}-wal`)) {
    throw new TrainwireServerError("internal", `${folder} holds data already: move it away, or name another`);
  }
  checkBackup(backup);
  makePrivateFolder(folder);
  const partial = `${file}.restoring`;
  rmSync(partial, { force: true });
  copyFileSync(backup, partial, constants.COPYFILE_FICLONE);
  makePrivate(partial);
  renameSync(partial, file);
  openDatabase(folder).close();
}
