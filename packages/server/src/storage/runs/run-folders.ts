import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { RunFiles } from "../../core/run-files.ts";
import { runLayout } from "../../core/run-layout.ts";
import { runsFolder } from "../artifacts/artifact-folders.ts";
import { spooled } from "./spooled.ts";
import { TrainerLog } from "./trainer-log.ts";

/** How much of the end of a log says why an attempt ended. */
const endBytes = 4096;

/** The run folders of a data folder. */
export class RunFolders implements RunFiles {
  readonly #path: string;

  constructor(dataFolder: string) {
    this.#path = resolve(runsFolder(dataFolder));
  }

  folderOf(trainId: string): string {
    return join(this.#path, trainId);
  }

  async prepare(trainId: string): Promise<string> {
    const folder = this.folderOf(trainId);
    const { artifacts, spool, log } = runLayout(folder, 1);
    for (const each of [artifacts, spool, dirname(log)]) {
      await mkdir(each, { recursive: true, mode: 0o700 });
    }
    return folder;
  }

  spooled(trainId: string): AsyncIterable<string> {
    return spooled(runLayout(this.folderOf(trainId), 1).spool);
  }

  async printed(trainId: string, attempt: number): Promise<string> {
    const { text } = await this.logOf(trainId, attempt).read({ limit: endBytes });
    return text;
  }

  async boundLog(trainId: string, attempt: number): Promise<void> {
    await this.logOf(trainId, attempt).bound();
  }

  /** What an attempt printed. */
  logOf(trainId: string, attempt: number): TrainerLog {
    return new TrainerLog(runLayout(this.folderOf(trainId), attempt).log);
  }
}
