import { z } from "zod";

/** What a trainer is made of: a program of this machine, or a container. Its arguments are filled in. */
export type Program =
  | {
      readonly launcher: "process";
      /** The program and its arguments, never through a shell. */
      readonly command: readonly string[];
      /** Where it begins, an absolute path. */
      readonly cwd: string;
    }
  | {
      readonly launcher: "docker";
      readonly image: string;
      readonly args: readonly string[];
      readonly limits: ContainerLimits;
    };

/** What a container may use; what is absent is not limited. */
export interface ContainerLimits {
  readonly memoryBytes?: number | undefined;
  readonly cpus?: number | undefined;
  readonly pids?: number | undefined;
}

/** The launchers that there are. */
export type LauncherName = Program["launcher"];

/** Which launch of which training; with it a launcher finds again what it started. */
export interface LaunchKey {
  readonly trainId: string;
  readonly attempt: number;
  /** Random and new for every launch. It is in the trainer's environment, and on its container's label. */
  readonly launchId: string;
  /** The run folder on this machine, an absolute path: see `runLayout`. Its folders are there. */
  readonly folder: string;
}

/** One attempt that is to be started. */
export interface Launch extends LaunchKey {
  readonly program: Program;
  /** Shows the server that the trainer is this one. */
  readonly token: string;
  /** What the recipe adds to the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The GPUs that it is given. */
  readonly gpus: readonly number[];
  /** Path of the checkpoint to go on from, below `artifacts`; absent: it begins anew. */
  readonly resumeFrom?: string | undefined;
}

/** How a launcher finds what it started, as the run record keeps it: a process, or a container. */
export const LaunchHandle = z.record(z.string(), z.union([z.string(), z.number()]));
/** How a launcher finds what it started, as the run record keeps it. */
export type LaunchHandle = Readonly<z.infer<typeof LaunchHandle>>;

/** How a program ended. */
export interface Exit {
  /** As a shell gives it: 128 + n for signal n. Absent if nobody knows, such as after KILL. */
  readonly code?: number | undefined;
  /** Whether the platform says that it was ended for want of memory. */
  readonly outOfMemory?: boolean | undefined;
}

/** The signals that a launcher sends. */
export type StopSignal = "TERM" | "KILL";

/** A program that was started, and may have ended since. It outlives the server. */
export interface Running {
  readonly handle: LaunchHandle;
  /** Resolves when its first process has ended and all that it printed is in its log. Never rejects. */
  readonly exited: Promise<Exit>;
  /** Sends a signal to all of it: the process group, or the container. Harmless once it has ended. */
  stop(signal: StopSignal): Promise<void>;
}

/** What was found of a launch after its end. */
export interface CleanUp {
  /** Processes that had outlived it, and were ended. */
  readonly ended: number;
  /** Processes that are alive still. */
  readonly left: number;
}

/**
 * The port to what starts trainers. What a trainer prints is appended to its log without the server's help or at least
 * without loss when the server stops; where the server cuts a log that grew too long, a program that prints without a
 * pause may lose lines. Nothing of a trainer ends because the server does. Each method may be called again
 * with the same launch, by another server process, and then finds what is there.
 */
export interface Launcher {
  /** Why a program cannot be started here now, such as a missing image; undefined if it can. */
  whyUnavailable(program: Program): Promise<string | undefined>;
  /**
   * Starts a program. The launch was noted before, so that it is found whatever happens next.
   * @throws TrainwireServerError `recipe_unavailable` if nothing was started, saying why.
   */
  start(launch: Launch): Promise<Running>;
  /**
   * Finds what was started under a launch: running, or ended, its exit known or not.
   * @param handle What `start` gave, unless the server ended before it could be noted.
   * @returns undefined if nothing ever was: then, and only then, it may be started.
   */
  adopt(key: LaunchKey, handle?: LaunchHandle): Promise<Running | undefined>;
  /** Ends, by KILL, whatever is left of a launch that has exited, and lets go of what was held for it. */
  cleanUp(key: LaunchKey, handle?: LaunchHandle): Promise<CleanUp>;
  /** Lets go of what watches running programs; they go on. */
  close(): Promise<void>;
}
