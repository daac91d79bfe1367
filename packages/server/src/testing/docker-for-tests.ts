import { execFileSync } from "node:child_process";

/** What a test needs that starts containers. */
export interface DockerForTests {
  /** An image with `sh` and no entrypoint. */
  readonly shellImage: string;
}

/** Docker and an image with a shell, or undefined where it is not; in CI nothing is skipped, so there it throws. */
export function dockerForTests(): DockerForTests | undefined {
  try {
    const list = [
      "image",
      "ls",
      "--filter",
      "label=dev.trainwire=base-python",
      "--format",
      "{{.Repository}}:{{.Tag}}",
    ];
    const [shellImage = ""] = execFileSync("docker", list, { encoding: "utf8", stdio: "pipe" }).split("\n");
    if (shellImage !== "") return { shellImage };
    return missing("no base image is built: node scripts/images/build.ts");
  } catch (error) {
    return missing(
      `no Docker daemon answers (${error instanceof Error ? error.message.split("\n")[0] : ""})`,
    );
  }
}

function missing(why: string): undefined {
  if (process.env["CI"]) throw new TypeError(`in CI containers are tested, but ${why}`);
  process.stderr.write(`containers are not tested: ${why}\n`);
  return undefined;
}
