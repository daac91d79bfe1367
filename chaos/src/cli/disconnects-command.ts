import { Option } from "@commander-js/extra-typings";
import { proveDisconnects } from "../proofs/disconnects.ts";
import { carryOut, proofCommand, wholeNumber } from "./run-proof.ts";

const disconnects = {
  name: "disconnects",
  title: "Disconnects at random points",
  claim:
    "Viewers leave within the handshake, a frame, the backlog or a request: nothing of them stays behind, and the others see everything.",
};

/** `chaos disconnects` */
export function disconnectsCommand() {
  return proofCommand(disconnects)
    .addOption(
      new Option("--visits <number>", "viewers that come and leave").argParser(wholeNumber).default(10_000),
    )
    .action((options) =>
      carryOut(disconnects, options, {
        flags: `--visits ${options.visits}`,
        prove: (say) => proveDisconnects({ ...options, say }),
      }),
    );
}
