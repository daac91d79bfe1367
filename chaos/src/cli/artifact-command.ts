import { Option } from "@commander-js/extra-typings";
import { proveArtifact } from "../proofs/artifact.ts";
import { carryOut, proofCommand, wholeNumber } from "./run-proof.ts";

const artifact = {
  name: "artifact",
  title: "A large artifact",
  claim:
    "An artifact is downloaded while its connection is cut three times and its downloader killed once: it goes on where it stood, its hash is right, and the server's memory rises by less than 64 MiB.",
};

/** `chaos artifact`. */
export function artifactCommand() {
  return proofCommand(artifact)
    .addOption(
      new Option("--mebibytes <number>", "size of the artifact").argParser(wholeNumber).default(2048),
    )
    .action((options) =>
      carryOut(artifact, options, {
        flags: `--mebibytes ${options.mebibytes}`,
        prove: (say) => proveArtifact({ ...options, say }),
      }),
    );
}
