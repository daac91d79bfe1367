import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { ChaosError } from "../errors.ts";
import { becomesSo } from "./deadline.ts";
import { freePort } from "./free-port.ts";
import { send } from "./http.ts";

/** The built server's program, whose commands are programs of their own. */
export const serverEntry = fileURLToPath(new URL("../../../packages/server/dist/main.js", import.meta.url));

/** How many lines of the server's log are kept for a report. */
const maxKeptLines = 200;

/** What `/healthz` counts. */
export interface Counts {
  readonly connections: number;
  readonly subscriptions: number;
}

/** How a server is started. */
export interface ServerProcessOptions {
  /** Flags beside the address and the data folder. */
  readonly flags?: readonly string[];
  /** A program and its arguments to put in front, such as `taskset -c 0`. */
  readonly launcher?: readonly string[];
}

/** The built server as a process of its own, on one port and data folder through kills and restarts. */
export class ServerProcess implements AsyncDisposable {
  readonly port: number;
  /** Its log's newest lines. */
  readonly lines: string[] = [];
  /** Log lines of level error and above. */
  readonly errors: string[] = [];
  /** How often it ended without being asked to. */
  crashes = 0;
  readonly #folder = mkdtempSync(join(tmpdir(), "trainwire-chaos-"));
  readonly #options: ServerProcessOptions;
  #child: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  #isAsked = false;

  private constructor(port: number, options: ServerProcessOptions) {
    this.port = port;
    this.#options = options;
  }

  /**
   * Starts one on a free port with a fresh data folder.
   * @throws ChaosError `no_start` with what it printed
   */
  static async start(options: ServerProcessOptions = {}): Promise<ServerProcess> {
    const server = new ServerProcess(await freePort(), options);
    await server.start();
    return server;
  }

  /** Base of its REST addresses. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Base of its sockets' addresses. */
  get wsUrl(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** Where it keeps what it holds. */
  get dataFolder(): string {
    return this.#folder;
  }

  /** Process id of the server itself, also where a launcher was put in front. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Starts it and waits until it listens. */
  async start(): Promise<void> {
    const args = ["--host", "127.0.0.1", "--port", String(this.port), "--data", this.#folder, "--no-demo"];
    const flags = ["--log-level", "warn", "--log-format", "json", ...(this.#options.flags ?? [])];
    const [program, ...rest] = [
      ...(this.#options.launcher ?? []),
      process.execPath,
      serverEntry,
      ...args,
      ...flags,
    ];
    const child = spawn(program ?? process.execPath, rest, {
      stdio: ["ignore", "pipe", "pipe"],
      env: ownEnvironment(),
    });
    this.#child = child;
    this.#isAsked = false;
    // Whoever stops a proof with a signal finds nothing left of it.
    const endWithProof = () => {
      child.kill("SIGKILL");
      rmSync(this.#folder, { recursive: true, force: true });
    };
    process.on("exit", endWithProof);
    this.#ended = once(child, "exit").then(() => {
      process.off("exit", endWithProof);
      if (!this.#isAsked) this.crashes += 1;
    });
    createInterface({ input: child.stderr }).on("line", (line) => this.#keep(line));
    const listening = new Promise<boolean>((resolve) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        if (line.includes("listening on")) resolve(true);
      });
    });
    if (await Promise.race([listening, this.#ended.then(() => false)])) return;
    throw new ChaosError("no_start", `the server did not start: ${this.lines.join("\n")}`);
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<void> {
    this.#isAsked = true;
    this.#child?.kill(signal);
    await this.#ended;
  }

  /** Its counts, or undefined while it does not answer. */
  async counts(): Promise<Counts | undefined> {
    const answer = await send(`${this.url}/healthz`);
    return answer?.status === 200 ? (JSON.parse(answer.text) as Counts) : undefined;
  }

  /** Whether connections and subscriptions come down to these within the time. */
  async comesTo(counts: Counts, withinMs: number): Promise<boolean> {
    return becomesSo(async () => {
      const now = await this.counts();
      return now?.connections === counts.connections && now.subscriptions === counts.subscriptions;
    }, withinMs);
  }

  /** How many sockets the process holds, the listening one among them. Linux only; 0 elsewhere. */
  openSockets(): number {
    const folder = `/proc/${this.pid}/fd`;
    try {
      return readdirSync(folder).filter((name) => isSocket(join(folder, name))).length;
    } catch {
      return 0;
    }
  }

  /** Resident memory in bytes. Linux only; 0 elsewhere. */
  rssBytes(): number {
    try {
      const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${this.pid}/status`, "utf8"))?.[1];
      return Number(kib ?? 0) * 1024;
    } catch {
      return 0;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end("SIGKILL");
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #keep(line: string): void {
    this.lines.push(line);
    if (this.lines.length > maxKeptLines) this.lines.shift();
    // A server that is told to stop refuses what still comes: that is no fault of its own.
    const isFault = /"level":[56]0/.test(line) && !line.includes('"code":"shutting_down"');
    if (isFault && this.errors.length < maxKeptLines) this.errors.push(line);
  }
}

function isSocket(descriptor: string): boolean {
  try {
    return readlinkSync(descriptor).startsWith("socket:");
  } catch {
    return false;
  }
}

/** The environment without what would change the server's options. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("TRAINWIRE_")));
}
