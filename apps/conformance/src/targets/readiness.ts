import { setTimeout } from "node:timers/promises";
import { VersionAnswer } from "@trainwire/protocol";
import { ConformanceError, describeError } from "../errors.ts";

const pollMs = 50;

/** How long to wait for a target to answer. */
export interface ReadinessOptions {
  /** Most milliseconds until it answers. */
  readonly withinMs: number;
  /** Gives up early, for example because the process is gone. */
  readonly signal?: AbortSignal;
}

/**
 * Waits until the target answers `GET /api/v1/version`.
 *
 * @throws ConformanceError `never_ready` with what came last, if it does not in time.
 */
export async function waitUntilReady(url: URL, { withinMs, signal }: ReadinessOptions): Promise<void> {
  const deadline = AbortSignal.timeout(withinMs);
  const stop = signal ? AbortSignal.any([deadline, signal]) : deadline;
  let last = "nothing came";
  for (;;) {
    const problem = await askVersion(url, stop);
    if (problem === undefined) return;
    if (!stop.aborted) last = problem;
    else {
      const why = signal?.aborted ? describeError(signal.reason) : last;
      const message = `the target at ${url.href} never answered GET /api/v1/version: ${why}`;
      throw new ConformanceError("never_ready", message);
    }
    await setTimeout(pollMs);
  }
}

/** Why the target is not ready yet; `undefined` if it is. */
async function askVersion(url: URL, signal: AbortSignal): Promise<string | undefined> {
  try {
    const answer = await fetch(new URL("/api/v1/version", url), { signal });
    const version = VersionAnswer.safeParse(await answer.json());
    if (answer.ok && version.success) return undefined;
    return `it answered ${answer.status}, which is no version answer`;
  } catch (error) {
    return error instanceof Error && error.cause ? describeError(error.cause) : describeError(error);
  }
}
