import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConformanceError } from "../errors.ts";
import { freePort } from "./free-port.ts";
import { ProcessGroup } from "./process-group.ts";
import { waitUntilReady } from "./readiness.ts";
import type { Target } from "./target.ts";

const graceMs = 5000;

/**
 * A server that the suite starts itself. In the command `{port}` stands for a free port, `{data}` for a fresh
 * data folder, which is removed at the end together with every process of the command's group.
 *
 * @throws ConformanceError `usage` without `{port}`, `never_ready` with its output if it does not answer in time.
 */
export async function commandTarget(
  command: string,
  readyWithinMs: number,
  signal?: AbortSignal,
): Promise<Target> {
  if (!command.includes("{port}")) {
    throw new ConformanceError("usage", "--server-cmd must hold {port}, where the suite puts a free port");
  }
  const port = await freePort();
  const url = new URL(`http://127.0.0.1:${port}`);
  const data = await mkdtemp(join(tmpdir(), "trainwire-conformance-"));
  const filled = command.replaceAll("{port}", String(port)).replaceAll("{data}", data);
  let group = new ProcessGroup(filled);
  const ready = (): Promise<void> => {
    const ends = [group.gone, ...(signal ? [signal] : [])];
    return waitUntilReady(url, { withinMs: readyWithinMs, signal: AbortSignal.any(ends) });
  };
  const dispose = async (): Promise<void> => {
    await group.stop(graceMs);
    await rm(data, { recursive: true, force: true });
  };
  try {
    await ready();
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    url,
    description: command,
    dataFolder: data,
    log: () => group.output,
    process: {
      stop: () => group.stop(graceMs),
      crash: () => group.kill(),
      start: () => {
        group = new ProcessGroup(filled);
        return ready();
      },
    },
    [Symbol.asyncDispose]: dispose,
  };
}
