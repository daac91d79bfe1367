import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access, constants, readFile, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
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
  StopSignal,
} from "../../core/launcher.ts";
import { runLayout } from "../../core/run-layout.ts";
import { trainerEnvironment } from "../../core/trainer-environment.ts";
import { endLeftovers } from "./leftovers.ts";
import { type ProcessTable, processTable } from "./process-table.ts";
import { shim } from "./shim.ts";

/** How often it is looked whether an adopted program still runs, which is nobody's child any more. */
const lookMs = 200;
/** How often it is looked whether a shim has begun. */
const beginLookMs = 5;

/** What the process launcher needs. */
export interface ProcessLauncherOptions {
  /** Where trainers reach the server; asked when one starts, since the port is known only then. */
  readonly url: () => string;
  /** Default: this machine's. */
  readonly table?: ProcessTable;
}

/** What finds a process again; as a `LaunchHandle` it is stored. */
type Handle = { readonly pid: number; readonly started: string; readonly boot: string };

/**
 * Starts trainers as processes of this machine: each in a session and process group of its own, led by a shim that
 * outlives the server.
 */
export class ProcessLauncher implements Launcher {
  readonly #url: () => string;
  readonly #table: ProcessTable;
  readonly #closing = new AbortController();

  constructor({ url, table = processTable() }: ProcessLauncherOptions) {
    this.#url = url;
    this.#table = table;
  }

  async whyUnavailable(program: Program): Promise<string | undefined> {
    const { command, cwd } = commandOf(program);
    const isFolder = await stat(cwd).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder) return `there is no folder ${cwd} to start it in`;
    const [name = ""] = command;
    return (await isExecutable(name, cwd)) ? undefined : `there is no program ${name} on this machine`;
  }

  async start(launch: Launch): Promise<Running> {
    const unavailable = await this.whyUnavailable(launch.program);
    if (unavailable !== undefined) throw new TrainwireServerError("recipe_unavailable", unavailable);
    const { command, cwd } = commandOf(launch.program);
    const files = runLayout(launch.folder, launch.attempt);
    const child = await spawned([shim, "sh", files.started, files.exit, files.log, ...command], {
      cwd,
      env: this.#environmentOf(launch),
    });
    const ended = once(child, "exit").then(() => undefined);
    // The server may end before it.
    child.unref();
    await this.#begunOr(ended, files.started);
    if ((await readNumber(files.started)) !== child.pid) return this.#adoptBegun(launch);
    const handle = await this.#handleOf(child.pid ?? 0);
    return this.#running(
      launch,
      handle,
      ended.then(() => this.#exitOf(launch, child)),
    );
  }

  async adopt(key: LaunchKey, noted?: LaunchHandle): Promise<Running | undefined> {
    const handle = noted ? readHandle(noted) : await this.#findBegun(key);
    if (handle === undefined) return undefined;
    return this.#running(key, handle, this.#watch(key, handle));
  }

  async cleanUp(key: LaunchKey, noted?: LaunchHandle): Promise<CleanUp> {
    const handle = noted ? readHandle(noted) : await this.#findBegun(key);
    const leader = handle?.boot === (await this.#table.bootId()) ? handle : undefined;
    return endLeftovers(this.#table, { launchId: key.launchId, leader });
  }

  async close(): Promise<void> {
    this.#closing.abort();
  }

  #environmentOf(launch: Launch): Record<string, string> {
    const kept = ["PATH", "HOME", "LANG"].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    return {
      ...Object.fromEntries(kept),
      ...trainerEnvironment(launch, { url: this.#url(), folder: launch.folder }),
      // Empty hides all: those that it was not given are others'.
      CUDA_VISIBLE_DEVICES: launch.gpus.join(","),
    };
  }

  /** Resolves when the shim has noted that it has begun, has ended, or nobody waits any more. */
  async #begunOr(ended: Promise<void>, startedFile: string): Promise<void> {
    const over = new AbortController();
    const { signal } = over;
    const closed = this.#closing.signal;
    void ended.then(() => over.abort());
    while (!signal.aborted && !closed.aborted && (await readNumber(startedFile)) === undefined)
      await wait(beginLookMs);
  }

  async #adoptBegun(key: LaunchKey): Promise<Running> {
    const running = await this.adopt(key);
    if (running) return running;
    // The next server finds it, or starts it.
    if (this.#closing.signal.aborted) throw new TrainwireServerError("shutting_down");
    throw new TrainwireServerError("recipe_unavailable", `its start could not be noted in ${key.folder}`);
  }

  async #findBegun({ folder, attempt, launchId }: LaunchKey): Promise<Handle | undefined> {
    const pid = await readNumber(runLayout(folder, attempt).started);
    if (pid === undefined) return undefined;
    const info = await this.#table.find(pid);
    const isOther = info?.launchId !== undefined && info.launchId !== launchId;
    // A later process of the same pid is not its leader, and its group not ours.
    return isOther ? nobody : this.#handleOf(pid);
  }

  async #handleOf(pid: number): Promise<Handle> {
    const info = await this.#table.find(pid);
    return { pid, started: info?.started ?? "", boot: await this.#table.bootId() };
  }

  #running(key: LaunchKey, handle: Handle, exited: Promise<Exit>): Running {
    return {
      handle: { ...handle },
      exited,
      stop: async (signal) => {
        if (await this.#lives(handle, key.launchId)) signalGroup(handle.pid, signal);
      },
    };
  }

  async #lives({ pid, started, boot }: Handle, launchId: string): Promise<boolean> {
    const info = await this.#table.find(pid);
    if (!info || info.isZombie || info.started !== started || boot !== (await this.#table.bootId()))
      return false;
    return info.launchId === undefined || info.launchId === launchId;
  }

  async #watch(key: LaunchKey, handle: Handle): Promise<Exit> {
    while (await this.#lives(handle, key.launchId)) {
      if (this.#closing.signal.aborted) return new Promise(() => undefined);
      await wait(lookMs, undefined, { ref: false });
    }
    return this.#exitOf(key);
  }

  async #exitOf({ folder, attempt }: LaunchKey, child?: ChildProcess): Promise<Exit> {
    const noted = await readNumber(runLayout(folder, attempt).exit);
    // Without a note the shim was ended itself, or could not begin: then its own exit says why.
    const code = noted ?? (child?.signalCode ? undefined : (child?.exitCode ?? undefined));
    return { ...(code !== undefined && { code }) };
  }
}

/** Starts a shim, its arguments behind `sh -c`. @throws TrainwireServerError `recipe_unavailable` */
async function spawned(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<ChildProcess> {
  try {
    // It throws what an argument cannot be, such as too long, and emits what else goes wrong.
    const child = spawn("/bin/sh", ["-c", ...args], { ...options, stdio: "ignore", detached: true });
    await once(child, "spawn");
    return child;
  } catch (error) {
    const message = `the program could not be started: ${error instanceof Error ? error.message : String(error)}`;
    throw new TrainwireServerError("recipe_unavailable", message);
  }
}

const nobody: Handle = { pid: 0, started: "", boot: "" };

function readHandle(handle: LaunchHandle): Handle {
  const { pid, started, boot } = handle;
  return { pid: Number(pid), started: String(started), boot: String(boot) };
}

function commandOf(program: Program): Extract<Program, { launcher: "process" }> {
  if (program.launcher === "process") return program;
  throw new TrainwireServerError("internal", `the process launcher cannot start ${program.launcher}`);
}

function signalGroup(leader: number, signal: StopSignal): void {
  try {
    process.kill(-leader, `SIG${signal}`);
  } catch {
    // It has ended meanwhile.
  }
}

async function isExecutable(name: string, cwd: string): Promise<boolean> {
  const places = name.includes("/")
    ? [isAbsolute(name) ? name : join(cwd, name)]
    : (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name));
  for (const place of places) {
    const isThere = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return true;
  }
  return false;
}

/** What a shim has noted, or undefined if it has not, or not to the end. */
async function readNumber(file: string): Promise<number | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  return /^\d+\n$/.test(text) ? Number(text) : undefined;
}
