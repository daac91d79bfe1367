import { createHash } from "node:crypto";
import type { Checkpoint } from "@trainwire/protocol";
import type { Checkpoints, VerifiedCheckpoint } from "../../core/checkpoints.ts";
import type { ArtifactFolders } from "./artifact-folders.ts";
import type { ArtifactRecords } from "./artifact-record.ts";
import type { Folder } from "./folder.ts";
import { unlessGone } from "./gone.ts";
import type { RememberedHashes } from "./remembered-hashes.ts";
import type { Trash } from "./trash.ts";
import { openBelow, walk } from "./walk.ts";

/** Checkpoints that are remembered of each training. */
const maxVerified = 500;

type Content = Pick<VerifiedCheckpoint, "bytes" | "sha256">;

/** What the checkpoints of a data folder are kept in. */
export interface StoredCheckpointsOptions {
  readonly folders: ArtifactFolders;
  readonly records: ArtifactRecords;
  readonly hashes: RememberedHashes;
  readonly trash: Trash;
}

/** The checkpoints that trainings have left in their folders of artifacts. */
export class StoredCheckpoints implements Checkpoints {
  readonly #options: StoredCheckpointsOptions;

  constructor(options: StoredCheckpointsOptions) {
    this.#options = options;
  }

  async verify(trainId: string, checkpoint: Checkpoint): Promise<VerifiedCheckpoint | undefined> {
    const content = await this.#contentOf(trainId, checkpoint.path).catch(unlessGone);
    if (!content) return undefined;
    const verified = { ...checkpoint, ...content };
    await this.#options.records.change(trainId, (record) => {
      const others = record.checkpoints.filter(({ path }) => path !== checkpoint.path);
      return { ...record, checkpoints: [...others, verified].slice(-maxVerified) };
    });
    return verified;
  }

  async newest(trainId: string): Promise<VerifiedCheckpoint | undefined> {
    const { checkpoints } = await this.#options.records.get(trainId);
    for (const checkpoint of checkpoints.toReversed()) {
      const content = await this.#contentOf(trainId, checkpoint.path).catch(unlessGone);
      if (content?.sha256 === checkpoint.sha256) return checkpoint;
    }
    return undefined;
  }

  async keep(trainId: string, count: number): Promise<void> {
    const { records, trash } = this.#options;
    const { checkpoints } = await records.get(trainId);
    const surplus = checkpoints.slice(0, Math.max(0, checkpoints.length - count));
    for (const { path } of surplus) {
      await this.#remove(trainId, path).catch(unlessGone);
    }
    if (surplus.length === 0) return;
    await trash.empty();
    await records.change(trainId, (record) => ({
      ...record,
      checkpoints: record.checkpoints.filter(
        (checkpoint) => !surplus.some(({ path }) => path === checkpoint.path),
      ),
    }));
  }

  async #remove(trainId: string, path: string): Promise<void> {
    const { folders, trash } = this.#options;
    const [parent, name] = await folders.parentOf(trainId, path);
    await using folder = parent;
    await trash.take(folder, name);
  }

  async #contentOf(trainId: string, path: string): Promise<Content> {
    const [parent, name] = await this.#options.folders.parentOf(trainId, path);
    await using folder = parent;
    if (!(await folder.stat(name)).isDirectory()) return await this.#contentOfFile(trainId, folder, name);
    await using below = await folder.folder(name);
    return await this.#contentOfFolder(trainId, below);
  }

  async #contentOfFile(trainId: string, folder: Folder, path: string): Promise<Content> {
    await using file = await openBelow(folder, path);
    return { bytes: file.bytes, sha256: await this.#options.hashes.of(trainId, file) };
  }

  async #contentOfFolder(trainId: string, folder: Folder): Promise<Content> {
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const { path } of walk(folder)) {
      const content = await this.#contentOfFile(trainId, folder, path);
      hash.update(`${content.sha256}  ${path}\n`);
      bytes += content.bytes;
    }
    return { bytes, sha256: hash.digest("hex") };
  }
}
