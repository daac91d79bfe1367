import { createHash } from "node:crypto";
import { readSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";

/** A thread of its own that reads an open file and tells its SHA-256. */
const { fd, bytes } = workerData as { readonly fd: number; readonly bytes: number };
const hash = createHash("sha256");
const buffer = Buffer.allocUnsafe(1024 * 1024);
for (let position = 0; position < bytes; ) {
  const count = readSync(fd, buffer, 0, Math.min(buffer.length, bytes - position), position);
  // A file that was cut short is found changed by whoever asked.
  if (count === 0) break;
  hash.update(buffer.subarray(0, count));
  position += count;
}
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(hash.digest("hex"));
