import type { ProgramOptions } from "../processes/program-options.ts";

/** What the harness puts on a server. Training n is registered as `job_n`. */
export interface Load {
  readonly trainings: number;
  readonly viewers: number;
  /** Whether each viewer follows all trainings, instead of its own one. */
  readonly followAll?: boolean;
  /** Updates of one training in one request; default 1. */
  readonly batch?: number;
  /** Keep-alive connections that trainers publish on; default 4. */
  readonly connections?: number;
  readonly mode: LoadMode;
}

/**
 * How fast: `saturated` publishes while fewer than `window` updates per subscriber of a training are
 * outstanding, `rate` publishes on schedule, `idle` only holds the connections, `resume` replays what is stored.
 */
export type LoadMode =
  | { readonly kind: "saturated"; readonly window: number; readonly seconds: number; readonly warmup: number }
  | {
      readonly kind: "rate";
      readonly updatesPerSecond: number;
      readonly seconds: number;
      readonly warmup: number;
    }
  | { readonly kind: "idle"; readonly seconds: number }
  | { readonly kind: "resume"; readonly updates: number };

/** The load as options of the harness. */
export function loadOptions(load: Load): ProgramOptions {
  const { trainings, viewers, followAll = false, batch = 1, connections = 4 } = load;
  return {
    channels: trainings,
    clients: viewers,
    batch,
    "pub-conns": connections,
    drain: 10,
    spin: true,
    ...(followAll && { "all-channels": true }),
    ...modeOptions(load.mode),
  };
}

function modeOptions(mode: LoadMode): ProgramOptions {
  switch (mode.kind) {
    case "saturated":
      return {
        window: mode.window,
        duration: mode.seconds,
        warmup: mode.warmup,
        settle: settleSeconds(mode),
      };
    case "rate":
      return {
        rate: mode.updatesPerSecond,
        duration: mode.seconds,
        warmup: mode.warmup,
        settle: settleSeconds(mode),
      };
    case "idle":
      return { idle: mode.seconds, settle: 1 };
    case "resume":
      return { resume: mode.updates };
    default:
      throw mode satisfies never;
  }
}

/** How long connections rest before the warm-up; a run that is too short to be reported need not wait. */
function settleSeconds({ seconds }: { readonly seconds: number }): number {
  return Math.min(0.5, seconds / 4);
}
