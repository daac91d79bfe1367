import { ConformanceError } from "../errors.ts";
import { SystemRecordings } from "../recordings/system-recordings.ts";
import { TrainerRecordings } from "../recordings/trainer-recordings.ts";
import { commandTarget } from "../targets/command-target.ts";
import { commandTrainer } from "../targets/command-trainer.ts";
import type { Target } from "../targets/target.ts";
import type { Targets } from "../targets/targets.ts";
import type { TrainerTarget } from "../targets/trainer-target.ts";
import { urlTarget } from "../targets/url-target.ts";

/** A role that the suite tests. */
export type Role = "server" | "trainer" | "system";

/** What the command line says about targets, and about patience with them. */
export interface TargetOptions {
  readonly role: Role;
  readonly server?: string | undefined;
  readonly serverCmd?: string | undefined;
  readonly trainerCmd?: string | undefined;
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
    case "trainer": {
      const target = openTrainer(options);
      const trainer = new TrainerRecordings(target, runOptions(options));
      return opened({ trainer }, target.description, [target, trainer]);
    }
    case "system": {
      const trainer = openTrainer(options);
      const server = await openServer(options, signal);
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

function openServer(
  { server, serverCmd, readySeconds }: TargetOptions,
  signal: AbortSignal,
): Promise<Target> {
  const withinMs = readySeconds * 1000;
  if (server !== undefined) return urlTarget(server, withinMs, signal);
  if (serverCmd !== undefined) return commandTarget(serverCmd, withinMs, signal);
  throw new ConformanceError("usage", "name the target: --server URL or --server-cmd COMMAND");
}

function openTrainer({ trainerCmd }: TargetOptions): TrainerTarget {
  if (trainerCmd !== undefined) return commandTrainer(trainerCmd);
  throw new ConformanceError("usage", "name the target: --trainer-cmd COMMAND");
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
    },
    maxRecords: options.maxRecords,
    lateMs: scaled(1),
    timeScale: options.timeScale,
  };
}
