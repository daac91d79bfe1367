import { Command } from "@commander-js/extra-typings";
import type { Artifact } from "@trainwire/protocol";
import { TrainwireServerError } from "../../core/errors.ts";
import { type ArtifactPlace, RemoteArtifacts } from "./artifact-source.ts";
import { downloadArtifact } from "./download-artifact.ts";
import { showProgress } from "./progress.ts";

const help = `
Where the server asks for a token, give one with the scope read in TRAINWIRE_TOKEN. A download that was cut off goes on
where it stood when the command is given again. Each file is checked by its SHA-256 before it appears under its name.
`;

/** `trainwire-server download`. */
export function downloadCommand() {
  return new Command("download")
    .description("download what a training has left: checkpoints, models, files")
    .argument("<train_id>")
    .argument("[path...]", "artifacts, or folders of them (default: all)")
    .requiredOption("--server <url>", "a running server")
    .requiredOption("--to <folder>", "the folder to write to; made if missing")
    .addHelpText("after", help)
    .action(async (trainId, paths, { server, to }) => {
      const place = { server, trainId, token: process.env["TRAINWIRE_TOKEN"] };
      const { fetched, kept } = await download(place, { paths, to });
      process.stderr.write(`${fetched} downloaded, ${kept} there already, all as their hashes say: ${to}\n`);
    });
}

async function download(
  place: ArtifactPlace,
  { paths, to }: { readonly paths: readonly string[]; readonly to: string },
): Promise<{ readonly fetched: number; readonly kept: number }> {
  const remote = new RemoteArtifacts(place);
  const chosen = choose(await remote.list(), paths);
  using progress = showProgress(chosen.reduce((sum, { bytes }) => sum + bytes, 0));
  const counts = { fetched: 0, kept: 0 };
  for (const { path } of chosen) {
    progress.at(path);
    counts[await downloadArtifact(remote, path, { to, onBytes: (bytes) => progress.add(bytes) })] += 1;
  }
  return counts;
}

/** Those of the paths, or below them; all for none. */
function choose(artifacts: readonly Artifact[], paths: readonly string[]): readonly Artifact[] {
  const wanted = paths.map((path) => path.replace(/\/+$/, ""));
  const isOf = (artifact: Artifact, path: string) =>
    artifact.path === path || artifact.path.startsWith(`${path}/`);
  const missing = wanted.find((path) => !artifacts.some((artifact) => isOf(artifact, path)));
  if (missing !== undefined) {
    throw new TrainwireServerError("not_found", `the training has left nothing of the name ${missing}`);
  }
  if (wanted.length === 0) return artifacts;
  return artifacts.filter((artifact) => wanted.some((path) => isOf(artifact, path)));
}
