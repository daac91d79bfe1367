import { readFile } from "node:fs/promises";
import { ConformanceError } from "../errors.ts";
import { SystemRecordings } from "../recordings/system-recordings.ts";
import { TrainerRecordings } from "../recordings/trainer-recordings.ts";
import type { ClientTarget } from "../targets/client-target.ts";
import { commandClient } from "../targets/command-client.ts";
import { commandTarget } from "../targets/command-target.ts";
import { commandTrainer } from "../targets/command-trainer.ts";
import type { Target } from "../targets/target.ts";
import type { Targets } from "../targets/targets.ts";
import type { TrainerTarget } from "../targets/trainer-target.ts";
import { urlTarget } from "../targets/url-target.ts";

/** The roles that the suite tests. */
export const roles = ["server", "client", "trainer", "system"] as const;
/** A role that the suite tests. */
export type Role = (typeof roles)[number];

/** What the command line says about targets, and about patience with them. */
export interface TargetOptions {
  readonly role: Role;
  readonly server?: string | undefined;
  readonly serverCmd?: string | undefined;
  readonly serverImage?: string | undefined;
  readonly clientCmd?: string | undefined;
  readonly clientImage?: string | undefined;
  readonly clientShows: "every" | "newest";
  readonly trainerCmd?: string | undefined;
  readonly trainerImage?: string | undefined;
  readonly gpus?: "all" | undefined;
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly recipe?: string | undefined;
  readonly draft?: boolean | undefined;
  readonly readySeconds: number;
  readonly progressSeconds: number;
  readonly trainingSeconds: number;
  readonly maxRecords: number;
  readonly timeScale: number;
}

/** The targets of a run, ready to be tested. Disposing of them ends what the suite started. */
export interface OpenTargets extends AsyncDisposable {
  readonly targets: Targets;
  /** How they were named on the command line. */
  readonly description: string;
}

/**
 * Opens the targets of the role.
 *
 * @throws ConformanceError `usage`, `never_ready` or `cannot_start`.
 */
export async function openTargets(options: TargetOptions, signal: AbortSignal): Promise<OpenTargets> {
  const { role } = options;
  switch (role) {
    case "server": {
      const server = await openServer(options, signal);
      return opened({ server }, server.description, [server]);
    }
    case "client": {
      const target = await openClient(options);
      return opened({ client: { target, speakMs: options.readySeconds * 1000 } }, target.description, [
        target,
      ]);
    }
    case "trainer": {
      const target = await openTrainer(options);
      const token = await readToken(options, undefined);
      const trainer = new TrainerRecordings(target, { ...runOptions(options), token });
      return opened({ trainer }, target.description, [target, trainer]);
    }
    case "system": {
      const server = await openServer(options, signal);
      const trainer = await orElse(server, openTrainer(options));
      const system = new SystemRecordings({ server, trainer }, runOptions(options));
      return opened({ system }, `${server.description} with ${trainer.description}`, [
        server,
        trainer,
        system,
      ]);
    }
    default:
      throw role satisfies never;
  }
}

/** What was opened last is disposed of first. */
function opened(targets: Targets, description: string, owned: readonly AsyncDisposable[]): OpenTargets {
  return {
    targets,
    description,
    [Symbol.asyncDispose]: async () => {
      for (const each of owned.toReversed()) await each[Symbol.asyncDispose]();
    },
  };
}

/** Disposes of what was opened before if this cannot be. */
async function orElse<T>(before: AsyncDisposable, opening: Promise<T>): Promise<T> {
  try {
    return await opening;
  } catch (error) {
    await before[Symbol.asyncDispose]();
    throw error;
  }
}

async function openServer(options: TargetOptions, signal: AbortSignal): Promise<Target> {
  const target = await startServer(options, signal);
  const token = await orElse(target, readToken(options, target.dataFolder));
  return { ...target, token, recipe: options.recipe, draft: options.draft };
}

/** The token of the command line, or that of a file, which the server's command may have made. */
async function readToken(
  { token, tokenFile }: TargetOptions,
  dataFolder: string | undefined,
): Promise<string | undefined> {
  if (tokenFile === undefined) return token?.trim();
  if (tokenFile.includes("{data}") && dataFolder === undefined) {
    throw new ConformanceError("usage", "{data} in --token-file goes with --server-cmd");
  }
  const path = tokenFile.replaceAll("{data}", dataFolder ?? "");
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (cause) {
    throw new ConformanceError("usage", `--token-file ${path} cannot be read`, { cause });
  }
}

async function startServer(options: TargetOptions, signal: AbortSignal): Promise<Target> {
  const { server, serverCmd, serverImage, readySeconds } = options;
  const withinMs = readySeconds * 1000;
  if (server !== undefined) return urlTarget(server, withinMs, signal);
  if (serverCmd !== undefined) return commandTarget(serverCmd, withinMs, signal);
  if (serverImage !== undefined) {
    // Only who tests an image waits for Docker's libraries.
    const { imageServer } = await import("../containers/image-server.ts");
    return imageServer(serverImage, withinMs, signal);
  }
  const ways = "--server URL, --server-cmd COMMAND or --server-image IMAGE";
  throw new ConformanceError("usage", `name the target: ${ways}`);
}

async function openClient({ clientCmd, clientImage, clientShows }: TargetOptions): Promise<ClientTarget> {
  if (clientCmd !== undefined) return commandClient(clientCmd, clientShows);
  if (clientImage !== undefined) {
    const { imageClient } = await import("../containers/image-client.ts");
    return imageClient(clientImage, clientShows);
  }
  throw new ConformanceError("usage", "name the target: --client-cmd COMMAND or --client-image IMAGE");
}

async function openTrainer({ trainerCmd, trainerImage, gpus }: TargetOptions): Promise<TrainerTarget> {
  if (gpus !== undefined && trainerImage === undefined) {
    throw new ConformanceError("usage", "--gpus goes with --trainer-image");
  }
  if (trainerCmd !== undefined) return commandTrainer(trainerCmd);
  if (trainerImage !== undefined) {
    const { imageTrainer } = await import("../containers/image-trainer.ts");
    return imageTrainer(trainerImage, { gpus: gpus === "all" });
  }
  throw new ConformanceError("usage", "name the target: --trainer-cmd COMMAND or --trainer-image IMAGE");
}

function runOptions(options: TargetOptions) {
  const scaled = (seconds: number): number => seconds * 1000 * options.timeScale;
  return {
    patience: {
      speakMs: options.readySeconds * 1000,
      progressMs: options.progressSeconds * 1000,
      graceMs: scaled(10),
      trainingMs: options.trainingSeconds * 1000,
      stopMs: scaled(10),
      cancelMs: scaled(30),
      askMs: scaled(2),
    },
    maxRecords: options.maxRecords,
    lateMs: scaled(1),
    timeScale: options.timeScale,
  };
}
