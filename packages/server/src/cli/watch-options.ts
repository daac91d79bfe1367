import { Option } from "@commander-js/extra-typings";
import type { withAccessOptions } from "./access-options.ts";
import { readList } from "./read-options.ts";

/** Adds the options that say which files are published as they are written. */
export function withWatchOptions(command: ReturnType<typeof withAccessOptions>) {
  return command
    .addOption(
      new Option(
        "--watch <folder>",
        "publish progress files (*.jsonl), trainer_state.json, trainer_log.jsonl and TensorBoard events below it",
      )
        .env("TRAINWIRE_WATCH")
        .default([] as string[])
        .argParser(readList((folder) => folder)),
    )
    .addOption(
      new Option("--watch-poll", "look at watched files every half second, as network file systems need").env(
        "TRAINWIRE_WATCH_POLL",
      ),
    );
}
