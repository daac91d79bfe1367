import { setTimeout as wait } from "node:timers/promises";
import type { Container } from "dockerode";
import { type Daemon, notFound } from "./daemon.ts";
import { LogCopy } from "./log-copy.ts";
import { LogFrames } from "./log-frames.ts";

/** How long to rest before a log that broke off is asked for again. */
const restMs = 500;

/**
 * Copies a container's log to a file, from where an earlier copy stopped to its end.
 * @throws TrainwireServerError `shutting_down` once the daemon's connection is closed; the system's error if the file
 * cannot be written.
 */
export async function followLog(daemon: Daemon, container: Container, path: string): Promise<void> {
  await using copy = await LogCopy.open(path);
  for (;;) {
    const since = copy.resume();
    const stream = await daemon.insistUnless([notFound], (abortSignal) =>
      container.logs({ follow: true, stdout: true, stderr: true, timestamps: true, since, abortSignal }),
    );
    if (!stream) return;
    const isWhole = await copyPieces(stream, copy);
    const found = await daemon.insistUnless([notFound], () => container.inspect());
    // Of a container that has ended the log ends, too; one that runs is followed on.
    if (!found || (isWhole && !found.State.Running)) return;
    await wait(restMs, undefined, { ref: false });
  }
}

/** @returns whether it was read to its end, and did not break off. */
async function copyPieces(stream: NodeJS.ReadableStream, copy: LogCopy): Promise<boolean> {
  const frames = new LogFrames();
  const chunks = stream[Symbol.asyncIterator]();
  for (;;) {
    const next = await chunks.next().catch(() => undefined);
    if (!next) return false;
    if (next.done === true) return true;
    await copy.add(frames.read(next.value as Buffer));
  }
}
