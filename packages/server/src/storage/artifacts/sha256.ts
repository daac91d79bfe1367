import { createHash } from "node:crypto";
import { once } from "node:events";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { Turns } from "../../core/turns.ts";
import type { ArtifactFile } from "./artifact-file.ts";

/** Up to here a file is hashed between other work: that takes less than the start of a thread. */
const maxInlineBytes = 1024 * 1024;
const chunkBytes = 64 * 1024;

const workerUrl = new URL(`./hash-worker${extname(import.meta.url)}`, import.meta.url);
const workers = new Turns();

/**
 * The SHA-256 of an open file, in hexadecimal. A large file is read by a thread of its own, one at a time, so that
 * neither viewers nor the disk feel it.
 * @throws TrainwireServerError `artifact_changed` if the file changes meanwhile.
 */
export async function sha256Of(file: ArtifactFile): Promise<string> {
  const sha256 = file.bytes <= maxInlineBytes ? await hashHere(file) : await hashAside(file);
  await file.checkUnchanged();
  return sha256;
}

async function hashHere(file: ArtifactFile): Promise<string> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, file.bytes));
  for (let position = 0; position < file.bytes; position += chunkBytes) {
    hash.update(await file.read(position, buffer.subarray(0, file.bytes - position)));
  }
  return hash.digest("hex");
}

async function hashAside({ fd, bytes }: ArtifactFile): Promise<string> {
  let sha256 = "";
  await workers.run(async () => {
    const worker = new Worker(workerUrl, { workerData: { fd, bytes } });
    [sha256] = (await once(worker, "message")) as [string];
  });
  return sha256;
}
