import { Option } from "@commander-js/extra-typings";
import type { ProofResult, Say } from "../proofs/proof.ts";
import { proveStalledAmongMany } from "../proofs/stalled-among-many.ts";
import { proveStalledViewer } from "../proofs/stalled-viewer.ts";
import { carryOut, positiveNumber, proofCommand, wholeNumber } from "./run-proof.ts";

const stalled = {
  name: "stalled",
  title: "A stalled viewer among many",
  claim:
    "One viewer never reads: the 95 % interval of the ratio of the others' p99 latency, with it and without it, lies below 1.10, and the server's memory stays within its bound.",
};

type Options = Parameters<typeof proveStalledAmongMany>[0];

/** `chaos stalled`; wants a quiet machine. */
export function stalledCommand() {
  return proofCommand(stalled)
    .addOption(new Option("--viewers <number>", "viewers that read").argParser(wholeNumber).default(999))
    .addOption(
      new Option("--pairs <number>", "pairs of runs with and without").argParser(wholeNumber).default(16),
    )
    .addOption(new Option("--seconds <number>", "length of a run").argParser(positiveNumber).default(10))
    .addOption(
      new Option("--minutes <number>", "how long to watch memory").argParser(positiveNumber).default(10),
    )
    .action((options) =>
      carryOut(stalled, options, {
        flags: `--viewers ${options.viewers} --pairs ${options.pairs} --seconds ${options.seconds} --minutes ${options.minutes}`,
        prove: (say) => proveBoth({ ...options, say }, say),
      }),
    );
}

/** What a stalled viewer is sent once it reads again, and then what it costs the others. */
async function proveBoth(options: Options, say: Say): Promise<ProofResult> {
  const one = await proveStalledViewer({ seed: options.seed, say });
  const among = await proveStalledAmongMany(options);
  return { ...among, findings: [...one.findings, ...among.findings] };
}
