import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";

/** A program under test: what it prints, line by line, and how it ends. */
export class Program implements AsyncDisposable {
  readonly ended: Promise<number | null>;
  readonly #child;
  #output = "";
  #arrived = Promise.withResolvers<void>();

  /** `env` comes on top of this process's own. */
  constructor(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, PYTHONUNBUFFERED: "1", ...env },
    });
    const hear = (chunk: Buffer) => {
      this.#output += chunk.toString();
      this.#arrived.resolve();
      this.#arrived = Promise.withResolvers();
    };
    this.#child.stdout.on("data", hear);
    this.#child.stderr.on("data", hear);
    this.ended = once(this.#child, "close").then(([code]) => {
      this.#arrived.resolve();
      return code as number | null;
    });
  }

  /** Standard output and error, as they came. */
  get output(): string {
    return this.#output;
  }

  /** Waits until it has printed the text. */
  async says(text: string): Promise<void> {
    while (!this.#output.includes(text)) {
      if (this.#child.exitCode !== null)
        throw new Error(`it ended without saying "${text}": ${this.#output}`);
      await this.#arrived.promise;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) this.#child.kill("SIGKILL");
    await this.ended;
  }
}

/** The Python that runs the tests' programs. */
export const python = process.env["TRAINWIRE_PYTHON"] ?? "python3";

/** Whether that Python has a package. */
export function pythonHas(name: string): boolean {
  try {
    execFileSync(python, ["-c", `import ${name}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
