import { Readable } from "node:stream";
import { type Artifact, type ArtifactList, type Checkpoint, limits } from "@trainwire/protocol";
import mime from "mime";
import type { ByteRange } from "../../core/byte-range.ts";
import { TrainwireServerError } from "../../core/errors.ts";
import { SharedWork } from "../../core/shared-work.ts";
import { archive } from "./archive.ts";
import { type ArtifactFile, identityOf } from "./artifact-file.ts";
import type { ArtifactFolders } from "./artifact-folders.ts";
import { kindOf } from "./artifact-kind.ts";
import type { ArtifactRecord, ArtifactRecords } from "./artifact-record.ts";
import { FileSlice, type HasLeft } from "./file-slice.ts";
import { throwAsNotFound } from "./gone.ts";
import type { RememberedHashes } from "./remembered-hashes.ts";
import { type FoundFile, walk } from "./walk.ts";

/** An artifact that is open, to be read once or closed. */
export interface OpenArtifact extends AsyncDisposable {
  readonly bytes: number;
  readonly modifiedAt: Date;
  readonly contentType: string;
  readonly sha256: string;
  /** A part of it, which closes it when it ends or is destroyed. It fails if the file changes meanwhile. */
  read(range: ByteRange, hasLeft: HasLeft): Readable;
}

/** What the artifacts of a data folder are read from. */
export interface ArtifactStoreOptions {
  readonly folders: ArtifactFolders;
  readonly records: ArtifactRecords;
  readonly hashes: RememberedHashes;
}

/** The files that were found: those that are shown, and the bytes of all. */
interface Found {
  readonly files: readonly FoundFile[];
  readonly bytes: number;
}

/** The files that trainings leave for their users. */
export class ArtifactStore {
  readonly #options: ArtifactStoreOptions;
  /** Each asks the disk for every file. */
  readonly #walks = new SharedWork<Found>();

  constructor(options: ArtifactStoreOptions) {
    this.#options = options;
  }

  /**
   * Those of a training.
   * @param latest The checkpoint that its trainer reported last.
   */
  async list(trainId: string, latest: Checkpoint | undefined): Promise<ArtifactList> {
    const { files, bytes: total_bytes } = await this.#walks.run(trainId, () => this.#find(trainId));
    const known = await this.#options.records.get(trainId);
    const artifacts = files.map((found) => describe(found, known, latest));
    // A walk goes folder by folder: a/b before a.b.
    artifacts.sort((one, other) => (one.path < other.path ? -1 : 1));
    return { artifacts, total_bytes };
  }

  async #find(trainId: string): Promise<Found> {
    const files: FoundFile[] = [];
    let bytes = 0;
    await using folder = await this.#options.folders.find(trainId);
    if (!folder) return { files, bytes };
    for await (const found of walk(folder)) {
      bytes += Number(found.stats.size);
      if (files.length < limits.maxListedArtifacts) files.push(found);
    }
    return { files, bytes };
  }

  /**
   * Opens one, which is hashed first if nobody has needed it so far.
   * @throws TrainwireServerError `not_found`, or `artifact_changed` if it is still being written.
   */
  async open(trainId: string, path: string): Promise<OpenArtifact> {
    const file = await this.#options.folders.openFile(trainId, path);
    try {
      return openArtifact(file, { path, sha256: await this.#options.hashes.of(trainId, file) });
    } catch (error) {
      await file[Symbol.asyncDispose]();
      throw error;
    }
  }

  /**
   * Removes one.
   * @throws TrainwireServerError `not_found`
   */
  async delete(trainId: string, path: string): Promise<void> {
    const [parent, name] = await this.#options.folders.parentOf(trainId, path);
    await using folder = parent;
    const stats = await folder.stat(name).catch(throwAsNotFound);
    if (!stats.isFile()) throw new TrainwireServerError("not_found", "there is no file of this name");
    await folder.unlink(name).catch(throwAsNotFound);
  }

  /**
   * Those below a folder, or all, as a tar file with the paths that they are listed with.
   * @param under "" for all.
   * @throws TrainwireServerError `not_found`
   */
  async pack(trainId: string, under: string): Promise<Readable> {
    const { folders } = this.#options;
    // Opened again when it is read: a stream that nobody reads holds nothing open.
    await (await folders.open(trainId, under))[Symbol.asyncDispose]();
    return Readable.from(packed(folders, trainId, under), { objectMode: false });
  }
}

async function* packed(folders: ArtifactFolders, trainId: string, under: string): AsyncGenerator<Buffer> {
  await using folder = await folders.open(trainId, under);
  yield* archive(folder, under);
}

function openArtifact(
  file: ArtifactFile,
  { path, sha256 }: { readonly path: string; readonly sha256: string },
): OpenArtifact {
  return {
    bytes: file.bytes,
    modifiedAt: file.modifiedAt,
    contentType: contentTypeOf(path),
    sha256,
    read: (range, hasLeft) => new FileSlice(file, range, hasLeft),
    [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
  };
}

function describe(
  { path, stats }: FoundFile,
  known: ArtifactRecord,
  latest: Checkpoint | undefined,
): Artifact {
  const reported = [...known.checkpoints, ...(latest ? [latest] : [])].findLast(
    (checkpoint) => path === checkpoint.path || path.startsWith(`${checkpoint.path}/`),
  );
  const sha256 = known.hashes[identityOf(stats)];
  return {
    path,
    kind: kindOf(path, reported),
    bytes: Number(stats.size),
    modified_at: stats.mtime.toISOString(),
    content_type: contentTypeOf(path),
    ...(sha256 !== undefined && { sha256 }),
    ...(reported?.step !== undefined && { step: reported.step }),
  };
}

function contentTypeOf(path: string): string {
  return mime.getType(path) ?? "application/octet-stream";
}
