import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { delimiter, dirname } from "node:path";
import { GridError } from "./errors.ts";

/** How a program ended, and what it printed. */
export interface Ending {
  /** Undefined if it had to be killed. */
  readonly exitCode: number | undefined;
  readonly output: string;
}

/** What is started by its name runs on the Node that runs this. */
const env = {
  ...process.env,
  PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
};

/** A program that runs, and what it has printed. Disposing of it kills it. */
export class Program implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  readonly #heard = new EventEmitter();
  #output = "";
  #hasClosed = false;

  constructor(command: readonly string[], options: { readonly cwd?: string } = {}) {
    const [file = "", ...args] = command;
    this.#child = spawn(file, args, { env, ...options, stdio: ["ignore", "pipe", "pipe"] });
    const hear = (chunk: Buffer): void => {
      this.#output += chunk.toString();
      this.#heard.emit("more");
    };
    this.#child.stdout?.on("data", hear);
    this.#child.stderr?.on("data", hear);
    this.#closed = once(this.#child, "close")
      // One that cannot be started never closes, but tells why.
      .catch((error: Error) => {
        this.#output += error.message;
      })
      .then(() => {
        this.#hasClosed = true;
      });
  }

  /** The first match of what it prints, to the end of its line. @throws GridError `no_answer`. */
  async prints(pattern: RegExp, withinMs: number): Promise<string> {
    const late = AbortSignal.timeout(withinMs);
    const isLate = once(late, "abort");
    for (;;) {
      const found = pattern.exec(this.#output)?.[0];
      if (found !== undefined) return found;
      if (late.aborted || this.#hasClosed)
        throw new GridError("no_answer", `nothing like ${pattern} was printed: ${this.#output}`);
      await Promise.race([once(this.#heard, "more"), isLate, this.#closed]);
    }
  }

  /** Waits for its end, and kills it if that takes longer. */
  async end(withinMs: number): Promise<Ending> {
    const kill = setTimeout(() => this.#child.kill("SIGKILL"), withinMs);
    await this.#closed;
    clearTimeout(kill);
    return { exitCode: this.#child.exitCode ?? undefined, output: this.#output };
  }

  /** Asks it to end by TERM. */
  stop(): void {
    this.#child.kill("SIGTERM");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#hasClosed) this.#child.kill("SIGKILL");
    await this.#closed;
  }
}

/** Runs a command to its end and returns what it printed. @throws GridError `command_failed`. */
export async function run(
  command: readonly string[],
  { withinMs = 600_000, ...options }: { readonly cwd?: string; readonly withinMs?: number } = {},
): Promise<string> {
  await using program = new Program(command, options);
  const { exitCode, output } = await program.end(withinMs);
  if (exitCode === 0) return output;
  const end = output.trim().split("\n").slice(-20).join("\n");
  throw new GridError("command_failed", `${command.slice(0, 4).join(" ")} ended with ${exitCode}:\n${end}`);
}
