import { createHash } from "node:crypto";
import type { Checkpoint } from "@trainwire/protocol";
import type { Checkpoints, VerifiedCheckpoint } from "../../core/checkpoints.ts";
import { ArtifactFile } from "./artifact-file.ts";
import type { ArtifactFolders } from "./artifact-folders.ts";
import type { ArtifactRecords } from "./artifact-record.ts";
import type { Folder } from "./folder.ts";
import { isNotFound, throwAsNotFound } from "./gone.ts";
import type { RememberedHashes } from "./remembered-hashes.ts";
import type { Trash } from "./trash.ts";
import { walk } from "./walk.ts";

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
    const content = await this.#find(trainId, checkpoint.path);
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
      const content = await this.#find(trainId, checkpoint.path);
      if (content?.sha256 === checkpoint.sha256) return checkpoint;
    }
    return undefined;
  }

  async keep(trainId: string, count: number): Promise<void> {
    const { folders, records, trash } = this.#options;
    const { checkpoints } = await records.get(trainId);
    const surplus = checkpoints.slice(0, Math.max(0, checkpoints.length - count));
    for (const { path } of surplus) {
      try {
        const [parent, name] = await folders.parentOf(trainId, path);
        await using folder = parent;
        await trash.take(folder, name).catch(throwAsNotFound);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
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

  async #find(trainId: string, path: string): Promise<Content | undefined> {
    try {
      const [parent, name] = await this.#options.folders.parentOf(trainId, path);
      await using folder = parent;
      const stats = await folder.stat(name).catch(throwAsNotFound);
      if (!stats.isDirectory()) return await this.#contentOfFile(trainId, folder, name);
      await using below = await folder.folder(name).catch(throwAsNotFound);
      return await this.#contentOfFolder(trainId, below);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return undefined;
    }
  }

  async #contentOfFile(trainId: string, folder: Folder, name: string): Promise<Content> {
    await using file = await ArtifactFile.of(await folder.file(name).catch(throwAsNotFound));
    return { bytes: file.bytes, sha256: await this.#options.hashes.of(trainId, file) };
  }

  async #contentOfFolder(trainId: string, folder: Folder): Promise<Content> {
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const { path } of walk(folder)) {
      const segments = path.split("/");
      const name = segments.pop() ?? "";
      await using parent = await folder.descend(segments).catch(throwAsNotFound);
      const content = await this.#contentOfFile(trainId, parent, name);
      hash.update(`${content.sha256}  ${path}\n`);
      bytes += content.bytes;
    }
    return { bytes, sha256: hash.digest("hex") };
  }
}
