import { execa } from "execa";
import { extract } from "tar";
import { CheckError } from "../errors.ts";
import type { Surface } from "../surface.ts";
import { surfaceOfFolder } from "./package-folder.ts";
import { withTemporaryFolder } from "./temporary-folder.ts";

/**
 * Reads the surface of the protocol package at a commit of the repository that `folder` lies in.
 *
 * @throws CheckError `unknown_version` if git knows no such commit, or it holds no protocol; `bad_version`.
 */
export async function surfaceOfGitRef(folder: string, ref: string): Promise<Surface> {
  const { stdout: commit, failed } = await execa(
    "git",
    ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`],
    {
      cwd: folder,
      reject: false,
    },
  );
  if (failed) {
    const ways = "a frozen release, a git ref, npm:@trainwire/protocol@VERSION, a packed .tgz or a folder";
    throw new CheckError("unknown_version", `${JSON.stringify(ref)} is no version known here; name ${ways}`);
  }
  return withTemporaryFolder(async (temporary) => {
    await unpack(folder, commit, temporary);
    return surfaceOfFolder(temporary, ref);
  });
}

async function unpack(folder: string, commit: string, into: string): Promise<void> {
  const { stdout: root } = await execa("git", ["rev-parse", "--show-toplevel"], { cwd: folder });
  const archive = execa("git", ["archive", "--format=tar", commit, "packages/protocol"], {
    cwd: root,
    encoding: "buffer",
    reject: false,
  });
  const { stdout, failed } = await archive;
  if (failed)
    throw new CheckError("unknown_version", `commit ${commit.slice(0, 9)} holds no packages/protocol`);
  const unpacked = extract({ cwd: into });
  await new Promise<void>((resolve, reject) => {
    unpacked.on("close", resolve);
    unpacked.on("error", reject);
    unpacked.end(Buffer.from(stdout));
  });
}
