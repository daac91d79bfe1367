import { Option } from "@commander-js/extra-typings";
import { proveFairness } from "../proofs/fairness.ts";
import { carryOut, proofCommand, wholeNumber } from "./run-proof.ts";

const fairness = {
  name: "fairness",
  title: "Fairness",
  claim:
    "Viewers catch up with a large backlog, completely, in order and byte for byte through the cut-over to live, in bounded memory, while others' live updates arrive in time.",
};

/** `chaos fairness` */
export function fairnessCommand() {
  return proofCommand(fairness)
    .addOption(
      new Option("--backlog <number>", "updates to catch up with").argParser(wholeNumber).default(1_000_000),
    )
    .addOption(new Option("--catchers <number>", "viewers that catch up").argParser(wholeNumber).default(2))
    .action((options) =>
      carryOut(fairness, options, {
        flags: `--backlog ${options.backlog} --catchers ${options.catchers}`,
        prove: (say) => proveFairness({ ...options, say }),
      }),
    );
}
