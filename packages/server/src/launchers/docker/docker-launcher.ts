import { setTimeout as wait } from "node:timers/promises";
import type { Container } from "dockerode";
import { TrainwireServerError } from "../../core/errors.ts";
import type {
  CleanUp,
  Exit,
  Launch,
  Launcher,
  LaunchHandle,
  LaunchKey,
  Program,
  Running,
} from "../../core/launcher.ts";
import { type RunLayout, runLayout } from "../../core/run-layout.ts";
import { bridgeGateway } from "./bridge.ts";
import { type ContainerProgram, containerName, containerOptions } from "./container-options.ts";
import { containerUser, giveFolders } from "./container-user.ts";
import { conflict, Daemon, notFound, statusOf } from "./daemon.ts";
import { readExit } from "./exit-note.ts";
import { requireImage } from "./images.ts";
import { watchContainer } from "./watch-container.ts";

/** How often it is looked whether a container has begun, or is gone. */
const lookMs = 50;
/** How long another server may take to start the container that it has made. */
const beginMs = 5000;
/** How long a removal may take. */
const removalMs = 20_000;

/** What the docker launcher needs. */
export interface DockerLauncherOptions {
  /**
   * Lets the server listen for trainers on an address of this machine, unless it does.
   * @returns where they reach it.
   */
  readonly listenOn: (address: string) => Promise<string>;
  /** That address. Default: the gateway of Docker's network `bridge`. */
  readonly trainerHost?: string | undefined;
  /** Where the daemon listens, such as `/var/run/docker.sock`. */
  readonly socketPath: string;
  /** Told what nobody waits for, such as a log that cannot be copied. */
  readonly onError: (error: unknown) => void;
}

/** Starts trainers as containers of this machine's Docker daemon, which keeps them when the server ends. */
export class DockerLauncher implements Launcher {
  readonly #options: DockerLauncherOptions;
  readonly #daemon: Daemon;
  readonly #runs = new Map<string, Running>();

  constructor(options: DockerLauncherOptions) {
    this.#options = options;
    this.#daemon = new Daemon(options.socketPath);
  }

  async whyUnavailable(program: Program): Promise<string | undefined> {
    try {
      await requireImage(this.#daemon, containerOf(program).image);
      await this.#url();
      return undefined;
    } catch (error) {
      if (error instanceof TrainwireServerError && error.code === "recipe_unavailable") return error.message;
      throw error;
    }
  }

  async start(launch: Launch): Promise<Running> {
    const program = containerOf(launch.program);
    await requireImage(this.#daemon, program.image);
    const user = containerUser();
    const { artifacts, spool } = layoutOf(launch);
    await giveFolders([artifacts, spool], user);
    const options = containerOptions(launch, program, { url: await this.#url(), user });
    try {
      await this.#daemon.docker.createContainer(options);
      await this.#containerOf(launch).start();
    } catch (error) {
      if (statusOf(error) === conflict) await this.#untilBegun(launch);
      else {
        // What was made of it goes again, so that nothing was started.
        await this.#remove(launch);
        throw new TrainwireServerError("recipe_unavailable", this.#daemon.words(error));
      }
    }
    return this.#run(launch);
  }

  async adopt(key: LaunchKey, handle?: LaunchHandle): Promise<Running | undefined> {
    const status = await this.#statusOf(key);
    if (status === "created") await this.#remove(key);
    else if (status !== undefined) {
      // What a former server started reaches this one only where it listens again.
      await this.#url().catch(this.#options.onError);
      return this.#run(key);
    }
    const exit = await readExit(layoutOf(key).exit);
    if (!exit && (!handle || status === "created")) return undefined;
    return { handle: handleOf(key), exited: Promise.resolve(exit ?? {}), stop: () => Promise.resolve() };
  }

  async cleanUp(key: LaunchKey): Promise<CleanUp> {
    const container = this.#containerOf(key);
    const top = await this.#daemon.insistUnless([notFound, conflict], () => container.top());
    await this.#remove(key);
    this.#runs.delete(key.launchId);
    const beganAtMs = performance.now();
    while ((await this.#statusOf(key)) !== undefined) {
      if (performance.now() - beganAtMs > removalMs) return { ended: 0, left: top?.Processes.length ?? 1 };
      await wait(lookMs);
    }
    return { ended: top?.Processes.length ?? 0, left: 0 };
  }

  async close(): Promise<void> {
    this.#daemon.close();
  }

  /** What is started or found under a launch is watched once, however often it is asked for. */
  #run(key: LaunchKey): Running {
    const known = this.#runs.get(key.launchId);
    if (known) return known;
    const running: Running = {
      handle: handleOf(key),
      exited: this.#exitOf(key),
      stop: async (signal) => {
        await this.#daemon.insistUnless([notFound, conflict], (abortSignal) =>
          this.#containerOf(key).kill({ signal: `SIG${signal}`, abortSignal }),
        );
      },
    };
    this.#runs.set(key.launchId, running);
    return running;
  }

  async #exitOf(key: LaunchKey): Promise<Exit> {
    const { onError } = this.#options;
    return watchContainer(this.#daemon, this.#containerOf(key), { layout: layoutOf(key), onError });
  }

  /** Somebody else is making the container, or has made it, and is about to start it. */
  async #untilBegun(key: LaunchKey): Promise<void> {
    const beganAtMs = performance.now();
    while (performance.now() - beganAtMs <= beginMs) {
      const status = await this.#statusOf(key);
      if (status !== undefined && status !== "created") return;
      await wait(lookMs);
    }
    await this.#remove(key);
    throw new TrainwireServerError(
      "recipe_unavailable",
      "the container was made by somebody who did not start it",
    );
  }

  async #statusOf(key: LaunchKey): Promise<string | undefined> {
    const found = await this.#daemon.insistUnless([notFound], () => this.#containerOf(key).inspect());
    return found?.State.Status;
  }

  async #remove(key: LaunchKey): Promise<void> {
    await this.#daemon.insistUnless([notFound, conflict], () =>
      this.#containerOf(key).remove({ force: true, v: true }),
    );
  }

  #containerOf(key: LaunchKey): Container {
    return this.#daemon.docker.getContainer(containerName(key));
  }

  async #url(): Promise<string> {
    const address = this.#options.trainerHost ?? (await bridgeGateway(this.#daemon));
    try {
      return await this.#options.listenOn(address);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new TrainwireServerError(
        "recipe_unavailable",
        `the server cannot listen for containers on ${address} (${why}): name an address by --trainer-host`,
      );
    }
  }
}

function layoutOf({ folder, attempt }: LaunchKey): RunLayout {
  return runLayout(folder, attempt);
}

function handleOf(key: LaunchKey): LaunchHandle {
  return { container: containerName(key) };
}

function containerOf(program: Program): ContainerProgram {
  if (program.launcher === "docker") return program;
  throw new TrainwireServerError("internal", `the docker launcher cannot start ${program.launcher}`);
}
