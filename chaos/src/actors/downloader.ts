import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { serverEntry } from "../harness/server-process.ts";

/** `trainwire-server download` as a process of its own. */
export class Downloader {
  readonly #to: string;
  readonly #child: ChildProcess;
  readonly #said: Promise<string>;
  readonly #ended: Promise<unknown[]>;

  /** Begins to download what a training has left. */
  constructor(url: string, trainId: string, to: string) {
    this.#to = to;
    const args = [serverEntry, "download", trainId, "--server", url, "--to", to];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
    this.#child = child;
    this.#said = text(child.stderr);
    this.#ended = once(child, "exit");
  }

  /** Whether it is still at it. */
  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Bytes that have arrived, also by an earlier one into the same folder. */
  get bytes(): number {
    try {
      return readdirSync(this.#to).reduce((sum, name) => sum + statSync(join(this.#to, name)).size, 0);
    } catch {
      // The folder is not made yet, or the file was just given its name.
      return 0;
    }
  }

  /** Ends it in the middle of what it does. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  /** Waits for its end; what it said if it failed. */
  async finish(): Promise<string | undefined> {
    await this.#ended;
    return this.#child.exitCode === 0 ? undefined : `exit code ${this.#child.exitCode}: ${await this.#said}`;
  }
}
