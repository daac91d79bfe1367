import { Checkpoint } from "@trainwire/protocol";
import { z } from "zod";
import type { Records } from "../../core/records.ts";

/** What is kept of a training's artifacts beside the files. */
export const ArtifactRecord = z.object({
  /** SHA-256 by the identity of the file, the newest last. */
  hashes: z.record(z.string(), z.string()),
  /** Those that were verified, the newest last. */
  checkpoints: z.array(Checkpoint.extend({ bytes: z.int(), sha256: z.string() }).readonly()).readonly(),
});
/** What is kept of a training's artifacts beside the files. */
export type ArtifactRecord = z.infer<typeof ArtifactRecord>;

const none: ArtifactRecord = { hashes: {}, checkpoints: [] };

/** The records of all trainings' artifacts. */
export class ArtifactRecords {
  readonly #records: Records<ArtifactRecord>;

  constructor(records: Records<ArtifactRecord>) {
    this.#records = records;
  }

  /** That of a training, which may be empty. */
  async get(trainId: string): Promise<ArtifactRecord> {
    return (await this.#records.get(trainId))?.value ?? none;
  }

  /** Changes that of a training. `change` is asked again if another change came first. */
  async change(trainId: string, change: (record: ArtifactRecord) => ArtifactRecord): Promise<void> {
    for (;;) {
      const { version, value } = (await this.#records.get(trainId)) ?? { version: 0, value: none };
      const changed = change(value);
      if (changed === value) return;
      if ((await this.#records.putIfVersion(trainId, changed, version)) !== undefined) return;
    }
  }

  /** Forgets a training. */
  remove(trainId: string): Promise<void> {
    return this.#records.remove(trainId);
  }
}
