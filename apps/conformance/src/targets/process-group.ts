import { createInterface } from "node:readline";
import { execa } from "execa";
import { ConformanceError } from "../errors.ts";
import type { ProcessEnd } from "./trainer-target.ts";

const keptOutput = 32_000;

/** What ends the groups that are alive, if the suite itself ends. */
const alive = new Set<() => void>();
process.on("exit", () => {
  for (const kill of alive) kill();
});

/** A command and everything it started, in a process group of its own. */
export class ProcessGroup {
  readonly #child;
  readonly #ended: Promise<ProcessEnd>;
  readonly #gone = new AbortController();
  #output = "";

  /** Starts the command through the shell, with these variables beside the suite's own. */
  constructor(command: string, env: Readonly<Record<string, string>> = {}) {
    this.#child = execa(command, {
      shell: true,
      env,
      detached: true,
      cleanup: false,
      reject: false,
      buffer: false,
      stdin: "ignore",
      all: true,
    });
    this.#child.all.on("data", (chunk: Buffer) => {
      this.#output = (this.#output + chunk.toString()).slice(-keptOutput);
    });
    this.#ended = this.#child.then(({ exitCode, signal }) => {
      const how = signal ?? `code ${exitCode}`;
      this.#gone.abort(new ConformanceError("never_ready", `the command ended with ${how}\n${this.#output}`));
      return { exitCode, how, output: this.#output };
    });
    alive.add(this.#killNow);
  }

  /** Resolves when the command has ended, and whatever it started that still writes. Never rejects. */
  get ended(): Promise<ProcessEnd> {
    return this.#ended;
  }

  /** Sends TERM to every process of the group. */
  terminate(): void {
    this.#signal("SIGTERM");
  }

  /** Aborts when the command has ended; its reason holds the last of its output. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Has something done with each line of its standard output. */
  onLine(read: (line: string) => void): void {
    createInterface(this.#child.stdout).on("line", read);
  }

  /** The last of what it wrote. */
  get output(): string {
    return this.#output;
  }

  /** Sends TERM, then KILL to whatever is left after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    const kill = setTimeout(this.#killNow, graceMs);
    this.#signal("SIGTERM");
    await this.#ended;
    clearTimeout(kill);
    this.#killNow();
    alive.delete(this.#killNow);
  }

  /** Sends KILL and waits until the command is gone. */
  async kill(): Promise<void> {
    this.#killNow();
    await this.#ended;
    alive.delete(this.#killNow);
  }

  readonly #killNow = (): void => this.#signal("SIGKILL");

  #signal(signal: "SIGTERM" | "SIGKILL"): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // ESRCH: nothing of the group is left.
    }
  }
}
