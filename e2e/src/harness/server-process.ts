import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const repository = fileURLToPath(new URL("../../..", import.meta.url));

const entry = join(repository, "packages/server/dist/main.js");

/** The built server as a process of its own, that can be killed and started again on the same port and folder. */
export class ServerProcess implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), "trainwire-e2e-"));
  url = "";
  #child: ChildProcess | undefined;
  #output = "";
  #args: readonly string[] = [];

  /** Starts one; `--port 0` unless another is given. */
  static async start(...args: string[]): Promise<ServerProcess> {
    const server = new ServerProcess();
    await server.start(args.includes("--port") ? args : ["--port", "0", ...args]);
    return server;
  }

  /** What it printed so far, logs included. */
  get output(): string {
    return this.#output;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Starts it and waits for the line with its URL. */
  async start(args: readonly string[]): Promise<void> {
    const child = spawn(process.execPath, [entry, "--data", this.folder, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    this.#args = args;
    child.stderr.on("data", (chunk: Buffer) => {
      this.#output += chunk.toString();
    });
    for await (const line of createInterface({ input: child.stdout })) {
      this.#output += `${line}\n`;
      const url = /listening on (http:\S+)/.exec(line)?.[1];
      if (url === undefined) continue;
      this.url = url;
      child.stdout.on("data", (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
      child.stdout.resume();
      return;
    }
    throw new Error(`the server did not start: ${this.#output}`);
  }

  /** Ends it as a crash would, and starts it again where it was. */
  async killAndRestart(): Promise<void> {
    await this.end("SIGKILL");
    // The last one counts.
    await this.start([...this.#args, "--port", new URL(this.url).port]);
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: string | null }> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return { code: null, signal: null };
    const ended = once(child, "exit") as Promise<[number | null, string | null]>;
    child.kill(signal);
    const [code, by] = await ended;
    return { code, signal: by };
  }

  /** Sends one ingest request. */
  publish(trainId: string, body: unknown): Promise<Response> {
    return fetch(`${this.url}/api/v1/trainings/${trainId}/updates`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end("SIGTERM");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
