import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ChaosError } from "../errors.ts";

const source = fileURLToPath(new URL("../../../bench/harness/wsfan.c", import.meta.url));
const run = promisify(execFile);

/** What the load harness measured, as far as it is read here; `bench/harness/README.md` says the rest. */
export interface LoadResult {
  readonly lat_ms: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly deliveries: number;
  readonly missing: number;
  readonly duplicates: number;
  readonly closed: number;
  /** How late the harness itself was at worst with a request. */
  readonly pub_lag_max_ms: number;
}

/** A load of one training at a fixed rate. */
export interface FixedLoad {
  readonly port: number;
  readonly pid: number;
  readonly viewers: number;
  readonly ratePerSecond: number;
  readonly seconds: number;
  /** Bytes that each update is padded with. */
  readonly paddingBytes?: number;
}

/** Puts a program on a processor of its own, where there are two: the server on the first, its load on the second. */
export function pinnedTo(processor: 0 | 1): string[] {
  return availableParallelism() >= 2 ? ["taskset", "-c", String(processor)] : [];
}

/** The load harness of `bench/`: one thread in C, so that what is measured is the server. */
export class LoadHarness implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), "trainwire-load-"));

  private get program(): string {
    return join(this.#folder, "wsfan");
  }

  /** Compiles it. @throws ChaosError `missing_tool` without a C compiler */
  static async compile(): Promise<LoadHarness> {
    const harness = new LoadHarness();
    try {
      await run(process.env["CC"] ?? "cc", ["-O2", "-o", harness.program, source]);
      return harness;
    } catch (error) {
      harness[Symbol.dispose]();
      throw new ChaosError("missing_tool", "the load harness needs Linux and a C compiler", { cause: error });
    }
  }

  /** Viewers of the training `job_0` and a trainer that publishes at a fixed rate, without coordinated omission. */
  async run(load: FixedLoad): Promise<LoadResult> {
    const padding = load.paddingBytes === undefined ? "" : `,${padded(load.paddingBytes)}`;
    const metrics = `,"metrics":{"t0":{t0}${padding}}`;
    const subscribe = '{"type":"subscribe_training","train_id":"job_{ch}"}';
    const record = `{"status":"running","current_step":{seq},"total_steps":1000000,"loss":0.234,"eval_loss":0.189${metrics}}`;
    const options = {
      port: load.port,
      pid: load.pid,
      path: "/ws",
      send: subscribe,
      confirm: 1,
      "confirm-key": "subscription_confirmed",
      pub: "http",
      "pub-path": "/api/v1/trainings/job_{ch}/updates",
      "pub-conns": 1,
      "seq-key": '"current_step"',
      payload: record,
      clients: load.viewers,
      rate: load.ratePerSecond,
      duration: load.seconds,
      warmup: 60,
    };
    const args = [
      "--spin",
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ];
    const [program = "", ...rest] = [...pinnedTo(1), this.program, ...args];
    // It exits with 1 if anything is missing, which its answer says too.
    const { stdout, stderr } = await run(program, rest).catch(
      (error: unknown) => error as { stdout: string; stderr: string },
    );
    try {
      return JSON.parse(stdout) as LoadResult;
    } catch (error) {
      throw new ChaosError("bad_output", `the load harness said: ${stderr.slice(-500)}`, { cause: error });
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function padded(bytes: number): string {
  const count = Math.max(1, Math.round(bytes / 24));
  return Array.from(
    { length: count },
    (_, index) => `"metric_${String(index).padStart(4, "0")}":123456.5`,
  ).join();
}
