import { Option } from "@commander-js/extra-typings";
import { proveHealth } from "../proofs/health.ts";
import { carryOut, positiveNumber, proofCommand, wholeNumber } from "./run-proof.ts";

const health = {
  name: "health",
  title: "Honest health",
  claim:
    "Trainers with long checkpoint pauses that they promised raise no alarm; those that hang or fall silent are called stalled or late within their promise and 10 s, with the reason.",
};

/** `chaos health` */
export function healthCommand() {
  return proofCommand(health)
    .addOption(new Option("--minutes <number>", "how long they train").argParser(positiveNumber).default(10))
    .addOption(
      new Option("--max-pause-seconds <number>", "longest pause for a checkpoint")
        .argParser(wholeNumber)
        .default(120),
    )
    .addOption(
      new Option("--max-promise-seconds <number>", "longest promise that is broken")
        .argParser(wholeNumber)
        .default(45),
    )
    .action(({ maxPauseSeconds, maxPromiseSeconds, ...options }) =>
      carryOut(health, options, {
        flags: `--minutes ${options.minutes} --max-pause-seconds ${maxPauseSeconds} --max-promise-seconds ${maxPromiseSeconds}`,
        prove: (say) => proveHealth({ ...options, spans: { maxPauseSeconds, maxPromiseSeconds }, say }),
      }),
    );
}
