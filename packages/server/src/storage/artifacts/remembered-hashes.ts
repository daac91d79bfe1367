import type { ArtifactFile } from "./artifact-file.ts";
import type { ArtifactRecords } from "./artifact-record.ts";
import { sha256Of } from "./sha256.ts";

/** Hashes that are remembered of each training. */
const maxRemembered = 500;
/** A file that changes again within the same tick of the disk's clock keeps its time: its hash is not remembered. */
const clockTickMs = 20;

/** The SHA-256 of files: each is read once, and what was found is remembered over restarts. */
export class RememberedHashes {
  readonly #records: ArtifactRecords;
  readonly #running = new Map<string, Promise<string>>();

  constructor(records: ArtifactRecords) {
    this.#records = records;
  }

  /**
   * The SHA-256 of a training's file, in hexadecimal.
   * @throws TrainwireServerError `artifact_changed` if the file changes while it is read.
   */
  async of(trainId: string, file: ArtifactFile): Promise<string> {
    const { hashes } = await this.#records.get(trainId);
    const known = hashes[file.identity];
    if (known !== undefined) return known;
    let running = this.#running.get(file.identity);
    if (!running) {
      running = this.#compute(trainId, file).finally(() => this.#running.delete(file.identity));
      this.#running.set(file.identity, running);
    }
    return running;
  }

  async #compute(trainId: string, file: ArtifactFile): Promise<string> {
    const isSettled = Date.now() - file.modifiedAt.getTime() > clockTickMs;
    const sha256 = await sha256Of(file);
    if (isSettled) {
      await this.#records.change(trainId, (record) => {
        const entries = [...Object.entries(record.hashes), [file.identity, sha256] as const];
        return { ...record, hashes: Object.fromEntries(entries.slice(-maxRemembered)) };
      });
    }
    return sha256;
  }
}
