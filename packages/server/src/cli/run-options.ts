import { existsSync } from "node:fs";
import { Option } from "@commander-js/extra-typings";
import { z } from "zod";
import { runDefaults } from "../open-runs.ts";
import { readNumber } from "./read-options.ts";
import type { withWatchOptions } from "./watch-options.ts";

/** Where recipes are looked for if nobody says. */
const usualFolder = "recipes";

/** Adds the options of how trainers are started. */
export function withRunOptions(command: ReturnType<typeof withWatchOptions>) {
  return command
    .addOption(
      new Option("--recipes <folder>", "recipes that can be started; default: recipes, if there is one").env(
        "TRAINWIRE_RECIPES",
      ),
    )
    .addOption(
      new Option("--max-trainings <count>", "how many started trainings run at once; the others wait")
        .env("TRAINWIRE_MAX_TRAININGS")
        .default(runDefaults.maxTrainings)
        .argParser(readNumber(z.int().min(0).max(1000))),
    )
    .addOption(
      new Option("--max-queued <count>", "how many may wait")
        .env("TRAINWIRE_MAX_QUEUED")
        .default(runDefaults.maxQueued)
        .argParser(readNumber(z.int().min(0).max(100_000))),
    )
    .addOption(
      new Option("--gpus <count>", "how many GPUs to give to trainings; default: those of nvidia-smi")
        .env("TRAINWIRE_GPUS")
        .argParser(readNumber(z.int().min(0).max(1024))),
    )
    .addOption(
      new Option(
        "--trainer-host <address>",
        "where trainers in containers reach the server; default: Docker's bridge",
      ).env("TRAINWIRE_TRAINER_HOST"),
    )
    .addOption(
      new Option("--docker-socket <path>", "where Docker listens; opened only for recipes that need it")
        .env("TRAINWIRE_DOCKER_SOCKET")
        .default(runDefaults.dockerSocket),
    )
    .addOption(
      new Option("--stop-trainers", "end the trainers when the server stops; else they go on").env(
        "TRAINWIRE_STOP_TRAINERS",
      ),
    );
}

/** The folder of recipes: the one that is named, else the usual one if it is there. */
export function recipesFolder(named: string | undefined): string | undefined {
  return named ?? (existsSync(usualFolder) ? usualFolder : undefined);
}
