import { setTimeout as wait } from "node:timers/promises";
import type { Container } from "dockerode";
import type { Exit } from "../../core/launcher.ts";
import type { RunLayout } from "../../core/run-layout.ts";
import { type Daemon, notFound } from "./daemon.ts";
import { noteExit, readExit } from "./exit-note.ts";
import { followLog } from "./follow-log.ts";

/** How long the last of a log may take to arrive once its container has ended. */
const lastLinesMs = 10_000;
/** How long to rest before a container is asked again that was said to have ended and has not. */
const restMs = 50;

/** What watching needs. */
export interface WatchOptions {
  /** Where its log is copied to, and its exit noted. */
  readonly layout: RunLayout;
  readonly onError: (error: unknown) => void;
}

/**
 * Copies the log of a container until it ends, and notes how. Never rejects; once the daemon's connection is closed it
 * never resolves, either: a later server is told.
 */
export async function watchContainer(
  daemon: Daemon,
  container: Container,
  { layout, onError }: WatchOptions,
): Promise<Exit> {
  const report = (error: unknown) => {
    if (!daemon.closing.aborted) onError(error);
  };
  const copied = followLog(daemon, container, layout.log).catch(report);
  const exit = await exitOf(daemon, container, layout).catch(report);
  if (daemon.closing.aborted) return new Promise(() => undefined);
  await Promise.race([copied, wait(lastLinesMs, undefined, { ref: false })]);
  if (exit) await noteExit(layout.exit, exit).catch(report);
  return exit ?? {};
}

async function exitOf(daemon: Daemon, container: Container, { exit }: RunLayout): Promise<Exit> {
  for (;;) {
    await daemon.insistUnless([notFound], (abortSignal) => container.wait({ abortSignal }));
    const found = await daemon.insistUnless([notFound], () => container.inspect());
    // Somebody else has removed it.
    if (!found) return (await readExit(exit)) ?? {};
    const { Running, ExitCode, OOMKilled } = found.State;
    // A daemon that stops meanwhile cuts its answer short.
    if (!Running) return { code: ExitCode, ...(OOMKilled && { outOfMemory: true }) };
    await wait(restMs);
  }
}
