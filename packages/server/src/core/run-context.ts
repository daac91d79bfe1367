import type { Checkpoints } from "./checkpoints.ts";
import type { Clock } from "./clock.ts";
import type { Gpus } from "./gpus.ts";
import type { Launcher, LauncherName } from "./launcher.ts";
import type { Records } from "./records.ts";
import type { RunFiles } from "./run-files.ts";
import type { RunRecord } from "./run-record.ts";
import type { Slices } from "./slices.ts";
import type { TrainerTokens } from "./trainer-tokens.ts";

/** What the runs of a server share. */
export interface RunContext {
  readonly records: Records<RunRecord>;
  /** Those that this server has. */
  readonly launchers: Readonly<Partial<Record<LauncherName, Launcher>>>;
  readonly files: RunFiles;
  readonly checkpoints: Checkpoints;
  readonly tokens: TrainerTokens;
  readonly gpus: Gpus;
  readonly clock: Clock;
  readonly slices: Slices;
  /** The server's own environment, of which a recipe may pass variables on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** When trainers could first report to this server process, in milliseconds since the epoch. */
  readonly listeningSinceMs: number;
  /** Why what takes so many GPUs cannot be started here, however long it waits; undefined if it can. */
  readonly whyNever: (gpus: number) => string | undefined;
  /** A place at the end of the queue. */
  readonly nextPlace: () => number;
  /** Told when a run has changed, such as when it lets its place go. */
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}
