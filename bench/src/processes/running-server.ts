import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import { BenchError } from "../errors.ts";
import { pinned } from "./pinned.ts";

/** Where a server is to run: two free ports, of which most need but one, and an empty folder. */
export interface Place {
  readonly port: number;
  readonly ingestPort: number;
  readonly folder: string;
}

/** How to start a server at a place. Its environment has `PORT`. */
export type ServerCommand = (place: Place) => Promise<readonly [string, ...string[]]>;

const startTimeoutMs = 20_000;
const stopTimeoutMs = 5000;

/** A server that is being measured, in a process of its own on its own CPU. */
export class RunningServer implements AsyncDisposable {
  readonly pid: number;
  readonly place: Place;
  readonly #end: () => Promise<unknown>;

  private constructor(place: Place, pid: number, end: () => Promise<unknown>) {
    this.place = place;
    this.pid = pid;
    this.#end = end;
  }

  get port(): number {
    return this.place.port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /**
   * Starts it and waits until it listens.
   * @throws BenchError `server_failed`
   */
  static async start(serverCommand: ServerCommand): Promise<RunningServer> {
    const place = await findPlace();
    const { port } = place;
    const command = await serverCommand(place);
    const [program, ...args] = pinned("server", command);
    const child = execa(program, args, {
      env: { PORT: `${port}` },
      stdin: "ignore",
      all: true,
      reject: false,
      maxBuffer: 100_000,
      forceKillAfterDelay: stopTimeoutMs,
    });
    if (child.pid === undefined) {
      const { message } = await child;
      throw new BenchError("server_failed", `${command[0]} did not start: ${message}`);
    }
    const server = new RunningServer(place, child.pid, () => {
      child.kill("SIGTERM");
      return child;
    });
    const ended = child.then(({ all }) => `${command.join(" ")} ended: ${all.trim().slice(-500)}`);
    const failure = await Promise.race([ended, listening(port)]);
    if (failure === undefined) return server;
    await server[Symbol.asyncDispose]();
    throw new BenchError("server_failed", failure);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end();
    await rm(this.place.folder, { recursive: true, force: true });
  }
}

async function findPlace(): Promise<Place> {
  const listeners = [createServer(), createServer()] as const;
  const ports = listeners.map(async (listener) => {
    await once(listener.listen(0, "127.0.0.1"), "listening");
    return (listener.address() as AddressInfo).port;
  });
  const [port = 0, ingestPort = 0] = await Promise.all(ports);
  // Both were open at once, so they differ.
  await Promise.all(listeners.map((listener) => once(listener.close(), "close")));
  return { port, ingestPort, folder: await mkdtemp(join(tmpdir(), "trainwire-bench-")) };
}

/** Undefined once something listens; what is wrong if nothing does in time. */
async function listening(port: number): Promise<string | undefined> {
  const endMs = performance.now() + startTimeoutMs;
  while (performance.now() < endMs) {
    if (await accepts(port)) return undefined;
    await delay(50);
  }
  return `nothing listens on port ${port} after ${startTimeoutMs / 1000} s`;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    // Refused: not yet.
    return false;
  } finally {
    socket.destroy();
  }
}
