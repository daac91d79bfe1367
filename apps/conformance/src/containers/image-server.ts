import { ConformanceError } from "../errors.ts";
import { freePort } from "../targets/free-port.ts";
import { waitUntilReady } from "../targets/readiness.ts";
import type { Target } from "../targets/target.ts";
import { ContainerRun } from "./container-run.ts";
import { imageAndArgs, obtainImage, type SuiteContainer, startContainer } from "./suite-container.ts";

/**
 * A server in a container. Its entrypoint is given `--port PORT --data /data --no-demo`, and what follows the
 * image in `text`.
 *
 * @throws ConformanceError `cannot_start` if there is no Docker or no such image, `never_ready` with its output
 *   if it does not answer in time.
 */
export async function imageServer(text: string, readyWithinMs: number, signal: AbortSignal): Promise<Target> {
  const { image, args } = imageAndArgs(text);
  const run = await ContainerRun.open();
  const dispose = (): Promise<void> => run[Symbol.asyncDispose]();
  try {
    await obtainImage(image);
    const port = await freePort();
    const url = new URL(`http://127.0.0.1:${port}`);
    const container = await startContainer({
      image,
      args: ["--port", String(port), "--data", "/data", "--no-demo", ...args],
      environment: {},
      gpus: false,
      runName: run.name,
    });
    const ready = (): Promise<void> =>
      waitUntilReady(url, { withinMs: readyWithinMs, signal: AbortSignal.any([signal, goneOf(container)]) });
    await ready();
    const end = async (name: "SIGTERM" | "SIGKILL"): Promise<void> => {
      const ended = container.ended();
      await container.signal(name);
      await ended;
    };
    const process = {
      stop: () => end("SIGTERM"),
      crash: () => end("SIGKILL"),
      start: async () => {
        await container.startAgain();
        await ready();
      },
    };
    return { url, description: text, process, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Aborts when the container has ended. */
function goneOf(container: SuiteContainer): AbortSignal {
  const gone = new AbortController();
  void container.ended().then(({ how, output }) => {
    gone.abort(new ConformanceError("never_ready", `the container ended with ${how}\n${output}`));
  });
  return gone.signal;
}
