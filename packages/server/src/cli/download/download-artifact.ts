import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { TrainwireServerError } from "../../core/errors.ts";
import type { RemoteArtifacts } from "./artifact-source.ts";

const firstServerError = 500;

/** How a download is made. */
export interface DownloadOptions {
  /** The folder to write below. */
  readonly to: string;
  /** Told of what arrives, and of what was there already; below 0 where something is fetched anew. */
  readonly onBytes?: (bytes: number) => void;
  /** Failures in a row, without a byte between them, after which it is given up. Default 8. */
  readonly maxFailures?: number;
  /** The wait after the first failure, doubled with each up to 64 times. Default 500 ms. */
  readonly retryMs?: number;
}

/** How a download ended: whether anything had to be fetched. */
export type DownloadOutcome = "fetched" | "kept";

/** What is fetched, and to where. */
interface Transfer {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly partial: string;
}

/**
 * Downloads an artifact into a folder, under its path. What was cut off goes on where it stood, also in another
 * process: the partial file's name says what it is a part of. The file appears when its hash was found right.
 * @throws TrainwireServerError with what the server says; the system's error if it cannot be reached.
 */
export async function downloadArtifact(
  artifacts: RemoteArtifacts,
  path: string,
  options: DownloadOptions,
): Promise<DownloadOutcome> {
  const target = join(options.to, path);
  const { sha256, bytes } = await persist(options, () => artifacts.describe(path));
  if ((await sizeOf(target)) === bytes && (await sha256OfFile(target)) === sha256) {
    options.onBytes?.(bytes);
    return "kept";
  }
  await mkdir(dirname(target), { recursive: true });
  const transfer = { path, sha256, bytes, partial: `${target}.${sha256.slice(0, 12)}.partial` };
  options.onBytes?.(Math.min(bytes, (await sizeOf(transfer.partial)) ?? 0));
  await persist(options, (progress) => fetchRest(artifacts, transfer, { ...options, progress }));
  if ((await sha256OfFile(transfer.partial)) !== sha256) {
    await rm(transfer.partial);
    throw new TrainwireServerError("internal", `${path} arrived damaged: download it again`);
  }
  await rename(transfer.partial, target);
  return "fetched";
}

async function fetchRest(
  artifacts: RemoteArtifacts,
  { path, sha256, bytes, partial }: Transfer,
  { onBytes, progress }: DownloadOptions & { readonly progress: () => void },
): Promise<void> {
  await using file = await open(partial, "a");
  const { size: had } = await file.stat();
  if (had === bytes) return;
  const { from, body } = await artifacts.read(path, { from: had < bytes ? had : 0, sha256 });
  if (from !== had) {
    await file.truncate(from);
    onBytes?.(from - Math.min(had, bytes));
  }
  let size = from;
  for await (const chunk of body) {
    await file.appendFile(chunk);
    size += chunk.length;
    progress();
    onBytes?.(chunk.length);
  }
  if (size < bytes) throw new TrainwireServerError("shutting_down", `${path} was cut off`);
}

/** Does it again after failures that may pass, unless they come in a row. */
async function persist<T>(
  { maxFailures = 8, retryMs = 500 }: DownloadOptions,
  work: (progress: () => void) => Promise<T>,
): Promise<T> {
  let failures = 0;
  for (;;) {
    try {
      return await work(() => {
        failures = 0;
      });
    } catch (error) {
      failures += 1;
      if (failures >= maxFailures || !mayPass(error)) throw error;
      await wait(retryMs * 2 ** Math.min(failures - 1, 6));
    }
  }
}

/** An error that is none of a server is one of the network: `fetch` tells no more than that it failed. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof TrainwireServerError)) return error instanceof TypeError;
  return error.httpStatus >= firstServerError || error.code === "too_many_requests";
}

async function sizeOf(file: string): Promise<number | undefined> {
  return (await stat(file).catch(() => undefined))?.size;
}

async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest("hex");
}
