import { Option } from "@commander-js/extra-typings";
import { proveFuzz } from "../proofs/fuzz.ts";
import { carryOut, proofCommand, wholeNumber } from "./run-proof.ts";

const fuzz = {
  name: "fuzz",
  title: "Fuzzing",
  claim:
    "Generated frames and requests, valid, nearly valid and random, neither crash the server nor leak a connection nor change what a healthy viewer sees.",
};

/** `chaos fuzz` */
export function fuzzCommand() {
  return proofCommand(fuzz)
    .addOption(
      new Option("--cases <number>", "frames and requests to send").argParser(wholeNumber).default(120_000),
    )
    .action((options) =>
      carryOut(fuzz, options, {
        flags: `--cases ${options.cases}`,
        prove: (say) => proveFuzz({ ...options, say }),
      }),
    );
}
