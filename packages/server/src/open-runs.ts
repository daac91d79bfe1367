import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import type { Checkpoints } from "./core/checkpoints.ts";
import type { Clock } from "./core/clock.ts";
import { noRecipes } from "./core/recipe.ts";
import type { Records } from "./core/records.ts";
import type { RunFiles } from "./core/run-files.ts";
import type { RunRecord } from "./core/run-record.ts";
import { Runs } from "./core/runs.ts";
import type { Slices } from "./core/slices.ts";
import type { Tokens } from "./core/tokens.ts";
import { TrainerTokens } from "./core/trainer-tokens.ts";
import type { Trainings } from "./core/trainings.ts";
import { DockerLauncher } from "./launchers/docker/docker-launcher.ts";
import { nvidiaSmi } from "./launchers/nvidia-smi.ts";
import { ProcessLauncher } from "./launchers/process/process-launcher.ts";
import { RecipeFolder } from "./storage/recipe-folder.ts";
import { ownUrl } from "./transports/own-url.ts";
import type { TrainersListener } from "./transports/trainers-listener.ts";

/** How a server starts trainers. */
export interface RunOptions {
  /** Where recipes are; without it there are none, and no trainer is started. */
  readonly recipesFolder?: string | undefined;
  /** How many trainings run at once. Default 1. */
  readonly maxTrainings?: number;
  /** How many may wait for their turn. Default 100. */
  readonly maxQueued?: number;
  /** How many GPUs may be given to trainings. Default: those that `nvidia-smi` tells. */
  readonly gpus?: number | undefined;
  /** Where containers reach the server: an address of this machine. Default: the gateway of Docker's `bridge`. */
  readonly trainerHost?: string | undefined;
  /** Where the Docker daemon listens. Default `/var/run/docker.sock`. */
  readonly dockerSocket?: string;
  /** Whether trainers are ended when the server stops, instead of going on until it is back. Default false. */
  readonly stopTrainers?: boolean;
}

/** What is needed to start trainers. */
export interface RunParts {
  readonly files: RunFiles;
  readonly records: Records<RunRecord>;
  readonly trainings: Trainings;
  readonly checkpoints: Checkpoints;
  readonly tokens: Tokens;
  /** Where trainers in containers publish. */
  readonly trainersListener: TrainersListener;
  readonly clock: Clock;
  readonly slices: Slices;
  readonly onError: (error: unknown) => void;
}

/** What the options are if they are not given. */
export const runDefaults = {
  maxTrainings: 1,
  maxQueued: 100,
  stopTrainers: false,
  dockerSocket: "/var/run/docker.sock",
};

/**
 * Makes what starts trainers. It begins when the server listens, since before that no trainer could reach it, and lets
 * its trainers go on when the server stops.
 */
export function openRuns(app: FastifyInstance, parts: RunParts, options: RunOptions): Runs {
  const { maxTrainings, maxQueued, stopTrainers, dockerSocket } = { ...runDefaults, ...options };
  const url = () => ownUrl(app.server.address() as AddressInfo);
  const runs = new Runs({
    ...parts,
    tokens: new TrainerTokens(parts.tokens),
    recipes: options.recipesFolder === undefined ? noRecipes : new RecipeFolder(options.recipesFolder),
    launchers: {
      process: new ProcessLauncher({ url }),
      docker: new DockerLauncher({
        listenOn: (address) => parts.trainersListener.open(address),
        trainerHost: options.trainerHost,
        socketPath: dockerSocket,
        onError: parts.onError,
      }),
    },
    gpus: nvidiaSmi({ onNone: (why) => app.log.debug({ why }, "no GPU is known") }),
    environment: process.env,
    limits: { maxTrainings, maxQueued, gpus: options.gpus },
  });
  app.addHook("onListen", () => runs.open());
  app.addHook("preClose", () => runs.close({ stopTrainers }));
  return runs;
}
