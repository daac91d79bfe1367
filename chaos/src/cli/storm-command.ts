import { Option } from "@commander-js/extra-typings";
import { proveReconnectStorm } from "../proofs/reconnect-storm.ts";
import { carryOut, proofCommand, wholeNumber } from "./run-proof.ts";

const storm = {
  name: "storm",
  title: "Reconnect storm",
  claim:
    "The server is killed or stopped and started again: every viewer is live again within 30 s, and no trainer loses a record.",
};

/** `chaos storm` */
export function stormCommand() {
  return proofCommand(storm)
    .addOption(new Option("--viewers <number>", "viewers at a time").argParser(wholeNumber).default(2000))
    .addOption(new Option("--restarts <number>", "kills and stops in turn").argParser(wholeNumber).default(4))
    .action((options) =>
      carryOut(storm, options, {
        flags: `--viewers ${options.viewers} --restarts ${options.restarts}`,
        prove: (say) => proveReconnectStorm({ ...options, say }),
      }),
    );
}
