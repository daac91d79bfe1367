import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { GenericContainer, ImageName, Wait } from "testcontainers";
import { ConformanceError } from "../errors.ts";
import type { ProcessEnd } from "../targets/trainer-target.ts";
import { type Container, daemonWords, docker, removeContainer } from "./docker.ts";
import { runLabel } from "./run-label.ts";

const keptLines = 40;

/** What to start. */
export interface ContainerSpec {
  readonly image: string;
  /** Arguments for the image's entrypoint. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Whether it gets all GPUs of the machine, as with `docker run --gpus all`. */
  readonly gpus: boolean;
  /** The run that it belongs to. */
  readonly runName: string;
}

/** The image with its arguments, as given on the command line. */
export function imageAndArgs(text: string): Pick<ContainerSpec, "image" | "args"> {
  const [image, ...args] = text.split(/\s+/).filter((word) => word !== "");
  if (image !== undefined) return { image, args };
  throw new ConformanceError("usage", "an image target wants IMAGE [ARGUMENT…]");
}

/** testcontainers offers neither an init process nor GPUs. */
class ConfiguredContainer extends GenericContainer {
  readonly #gpus: boolean;

  constructor(image: string, gpus: boolean) {
    super(image);
    this.#gpus = gpus;
  }

  protected override beforeContainerCreated(): Promise<void> {
    // As PID 1 many programs do not take notice of TERM.
    this.hostConfig.Init = true;
    if (this.#gpus) this.hostConfig.DeviceRequests = [{ Driver: "", Count: -1, Capabilities: [["gpu"]] }];
    return Promise.resolve();
  }
}

/**
 * Makes sure that an image is on this machine, by pulling it if need be.
 *
 * @throws ConformanceError `cannot_start` if it is not and cannot be pulled.
 */
export async function obtainImage(image: string): Promise<void> {
  const client = await docker();
  try {
    await client.image.pull(ImageName.fromString(image));
  } catch (cause) {
    const message = `the image ${image} is not on this machine and cannot be pulled: ${daemonWords(cause)}`;
    throw new ConformanceError("cannot_start", message, { cause });
  }
}

/**
 * Starts a container on the network of this machine: a server of this version listens on loopback alone.
 *
 * @throws ConformanceError `cannot_start` with the daemon's words.
 */
export async function startContainer(spec: ContainerSpec): Promise<SuiteContainer> {
  const container = new ConfiguredContainer(spec.image, spec.gpus)
    .withNetworkMode("host")
    .withLabels({ [runLabel]: spec.runName })
    .withEnvironment({ ...spec.environment })
    .withCommand([...spec.args])
    // No port is mapped: this waits for nothing, where the default would wait for the image's health check.
    .withWaitStrategy(Wait.forListeningPorts())
    .withAutoCleanup(false);
  try {
    const started = await container.start();
    const client = await docker();
    return new SuiteContainer(client.container.getById(started.getId()));
  } catch (cause) {
    const how = spec.gpus ? " with --gpus all" : "";
    const message = `the image ${spec.image} cannot be started${how}: ${daemonWords(cause)}`;
    throw new ConformanceError("cannot_start", message, { cause });
  }
}

/** A container that the suite has started. The run that it belongs to removes it. */
export class SuiteContainer {
  readonly #container: Container;

  /** For `startContainer` alone. */
  constructor(container: Container) {
    this.#container = container;
  }

  /** Has something done with each line of its standard output. */
  async onLine(read: (line: string) => void): Promise<void> {
    const log = await this.#container.logs({ stdout: true, stderr: true, follow: true });
    const [lines, rest] = [new PassThrough(), new PassThrough()];
    this.#container.modem.demuxStream(log, lines, rest.resume());
    log.on("end", () => lines.end());
    createInterface(lines).on("line", read);
  }

  /** Waits for the end of its process. Never rejects. */
  async ended(): Promise<ProcessEnd> {
    try {
      const { StatusCode: exitCode } = (await this.#container.wait()) as { StatusCode: number };
      return { exitCode, how: `code ${exitCode}`, output: await this.#lastLines() };
    } catch (error) {
      return { exitCode: undefined, how: `an error of Docker: ${daemonWords(error)}`, output: "" };
    }
  }

  /** Sends its process a signal; none if it has ended. */
  async signal(name: "SIGTERM" | "SIGKILL"): Promise<void> {
    try {
      await this.#container.kill({ signal: name });
    } catch (error) {
      // 409: it does not run any more.
      if ((error as { statusCode?: number }).statusCode !== 409) throw error;
    }
  }

  /** Starts it again, with the same arguments and data. */
  async startAgain(): Promise<void> {
    await this.#container.start();
  }

  /** Kills it if it runs, and removes it with its data. */
  remove(): Promise<void> {
    return removeContainer(this.#container.id);
  }

  async #lastLines(): Promise<string> {
    const log = await this.#container.logs({ stdout: true, stderr: true, tail: keptLines });
    return withoutHeaders(log);
  }
}

/** Docker puts eight bytes before each piece of a log: its stream and its length. */
function withoutHeaders(log: Buffer): string {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 8 <= log.length; ) {
    const end = at + 8 + log.readUInt32BE(at + 4);
    pieces.push(log.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(pieces).toString();
}
