import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { execa } from "execa";
import { repository } from "./server-process.ts";

/** The command line of the conformance suite, as built. */
export const conformanceCli = join(repository, "apps/conformance/dist/main.js");

/** Runs the conformance suite to its end. */
export async function conformance(
  ...args: string[]
): Promise<{ exitCode: number | undefined; output: string; seconds: number }> {
  const beganMs = performance.now();
  const env = { NO_COLOR: "1" };
  const { exitCode, all } = await execa(process.execPath, [conformanceCli, "run", ...args], {
    reject: false,
    all: true,
    env,
  });
  return { exitCode, output: all, seconds: (performance.now() - beganMs) / 1000 };
}

const images = [
  "trainwire/server",
  "trainwire/conformance",
  "trainwire/trainer-pytorch",
  "trainwire/trainer-faulty",
];

/** Whether the tests with containers must be left out: Docker or an image is missing, and this is not CI. */
export const withoutImages = !hasImages() && process.env["CI"] === undefined;
if (withoutImages) {
  console.warn("skipping the container tests: they need Docker, and node scripts/images/build.ts");
}

function hasImages(): boolean {
  try {
    execFileSync("docker", ["image", "inspect", ...images], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** The ids of all containers that a run of the suite has started and not removed. */
export function suiteContainers(): string[] {
  const filter = "label=dev.trainwire.conformance";
  const listed = execFileSync("docker", ["ps", "--all", "--quiet", "--filter", filter]).toString();
  return listed.split("\n").filter((id) => id !== "");
}
