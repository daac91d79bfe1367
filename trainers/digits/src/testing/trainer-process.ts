import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** How a process ended, and all that it printed. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The trainer as a user runs it. Disposing kills it if it still runs. */
export class TrainerProcess implements Disposable {
  readonly ended: Promise<Ended>;
  readonly #child;
  #stdout = "";
  #stderr = "";

  /** Starts it with a small network on the given server, as a launcher does if `launchId` is set. */
  constructor(url: URL | { readonly url: URL; readonly launchId: string }, ...options: string[]) {
    const { url: address, launchId } = url instanceof URL ? { url, launchId: undefined } : url;
    const small = ["--hidden=4", "--batch-size=500", "--report-every=5"];
    const env = {
      TRAINWIRE_URL: address.href,
      ...(launchId !== undefined && { TRAINWIRE_LAUNCH_ID: launchId }),
    };
    this.#child = spawn(process.execPath, [main, ...small, ...options], { env });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => (this.#stdout += text));
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => (this.#stderr += text));
    this.ended = once(this.#child, "close").then(([exitCode]) => ({
      exitCode: exitCode as number | null,
      stdout: this.#stdout,
      stderr: this.#stderr,
    }));
  }

  /** Resolves when it has printed such text. */
  async printed(text: string): Promise<void> {
    while (!this.#stdout.includes(text)) await once(this.#child.stdout, "data");
  }

  /** Sends it SIGTERM. */
  terminate(): void {
    this.#child.kill("SIGTERM");
  }

  [Symbol.dispose](): void {
    this.#child.kill("SIGKILL");
  }
}
