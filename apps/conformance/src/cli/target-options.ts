import { Command, Option } from "@commander-js/extra-typings";
import { ConformanceError } from "../errors.ts";
import { roles } from "./open-targets.ts";

/** A command with the options that say what is tested, and with how much patience. */
export function withTargetOptions(name: string) {
  return new Command(name)
    .exitOverride()
    .addOption(new Option("--role <role>", "what the target is").choices(roles).default("server" as const))
    .addOption(
      new Option("--server <url>", "a server that runs already").conflicts(["serverCmd", "serverImage"]),
    )
    .addOption(
      new Option(
        "--server-cmd <command>",
        "starts a server; {port} = a free port, {data} = a fresh folder",
      ).conflicts("serverImage"),
    )
    .option("--server-image <image>", "a server in a container; arguments may follow the image")
    .addOption(
      new Option(
        "--client-cmd <command>",
        "starts a client; TRAINWIRE_URL and TRAINWIRE_TRAIN_ID tell it what to follow; it prints what it shows",
      ).conflicts("clientImage"),
    )
    .option("--client-image <image>", "a client in a container; arguments may follow the image")
    .addOption(
      new Option("--client-shows <what>", "whether the client shows every update, or only the newest state")
        .choices(["every", "newest"])
        .default("every" as const),
    )
    .addOption(
      new Option(
        "--trainer-cmd <command>",
        "starts a trainer; TRAINWIRE_URL and TRAINWIRE_TRAIN_ID tell it where to publish",
      ).conflicts("trainerImage"),
    )
    .option("--trainer-image <image>", "a trainer in a container; arguments may follow the image")
    .addOption(
      new Option("--gpus <which>", "the machine's GPUs for the trainer's container").choices(["all"]),
    )
    .addOption(
      new Option(
        "--token <token>",
        "what lets the suite in, where the server wants a token; scope admin",
      ).env("TRAINWIRE_TOKEN"),
    )
    .option(
      "--token-file <file>",
      "a file with that token instead, once the server runs; {data} as in --server-cmd",
    )
    .option(
      "--recipe <name>",
      "a recipe of the server that soon completes, prints, and leaves artifacts; without it they are not looked at",
    )
    .option("--draft", "viewers speak trainwire.v2-draft where a case does not say which version")
    .option(
      "--ready-seconds <n>",
      "longest wait for a server's answer or a trainer's first record",
      positive,
      30,
    )
    .option(
      "--progress-seconds <n>",
      "longest wait for a trainer's next record if it promises none",
      positive,
      60,
    )
    .option("--training-seconds <n>", "longest wait for the end of a training", positive, 300)
    .option("--max-records <n>", "most records that the suite keeps of a training", positive, 20_000)
    .option("--time-scale <factor>", "stretch every time limit", positive, 1);
}

/** @throws ConformanceError `usage` unless it is a number above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new ConformanceError("usage", `${text} is not a number above 0`);
}

/** @throws ConformanceError `usage` unless it is a whole number above 0. */
export function wholePositive(text: string): number {
  const value = positive(text);
  if (Number.isInteger(value)) return value;
  throw new ConformanceError("usage", `${text} is not a whole number`);
}
