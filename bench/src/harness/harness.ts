import { execa } from "execa";
import { z } from "zod";
import { BenchError } from "../errors.ts";
import { pinned } from "../processes/pinned.ts";
import { type ProgramOptions, toArguments } from "../processes/program-options.ts";
import { type Load, loadOptions } from "./load.ts";

const Quantiles = z.object({
  n: z.number(),
  mean: z.number(),
  p50: z.number(),
  p90: z.number(),
  p99: z.number(),
  p999: z.number(),
  max: z.number(),
});

/** What the harness counted. Times in seconds unless the name says ms. */
export const HarnessResult = z.object({
  published: z.number(),
  deliveries: z.number(),
  deliveries_per_s: z.number(),
  published_per_s: z.number(),
  rx_mb: z.number(),
  wall_s: z.number(),
  missing: z.number(),
  duplicates: z.number(),
  misrouted: z.number(),
  http_errors: z.number(),
  closed: z.number(),
  complete: z.boolean(),
  srv_user_s: z.number(),
  srv_sys_s: z.number(),
  cpu_s_per_M: z.number(),
  cpu_s_per_M_published: z.number(),
  lat_ms: Quantiles,
  ack_ms: Quantiles,
  rss_kb: z.tuple([z.number(), z.number(), z.number()]),
  rss_kb_per_conn: z.number(),
  harness_busy: z.number(),
  other_cpu_s: z.number(),
  steal_s: z.number(),
});
/** What the harness counted: see the schema of the same name. */
export type HarnessResult = z.infer<typeof HarnessResult>;

/** The compiled harness. */
export class Harness {
  readonly #program: string;

  constructor(program: string) {
    this.#program = program;
  }

  /**
   * Puts a load on a server and returns what was counted, also if something was lost.
   * @param serverOptions how this server's viewers subscribe and its trainers publish
   * @throws BenchError `harness_failed` if nothing could be measured
   */
  async run(
    server: { port: number; pid: number },
    load: Load,
    serverOptions: ProgramOptions,
  ): Promise<HarnessResult> {
    const options = { port: server.port, pid: server.pid, ...loadOptions(load), ...serverOptions };
    const [program, ...args] = pinned("load", [this.#program, ...toArguments(options)]);
    const { stdout, stderr } = await execa(program, args, { reject: false, timeout: 300_000 });
    const parsed = HarnessResult.safeParse(readJson(stdout));
    if (parsed.success) return parsed.data;
    throw new BenchError("harness_failed", `The harness measured nothing: ${lastLine(stderr || stdout)}`);
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whatever it is, it is no result.
    return undefined;
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "it said nothing";
}
