import { type Fill, StalledSocket } from "../actors/stalled-socket.ts";
import { send } from "../harness/http.ts";
import { type FixedLoad, LoadHarness, type LoadResult, pinnedTo } from "../harness/load-harness.ts";
import { readMetric } from "../harness/metrics.ts";
import { ServerProcess } from "../harness/server-process.ts";
import type { Finding } from "../history/history.ts";
import type { ProofResult, Say } from "./proof.ts";
import { ratioInterval } from "./ratio-interval.ts";

/** How the proof is carried out. */
export interface AmongManyOptions {
  readonly seed: number;
  readonly viewers: number;
  /** Pairs of runs with and without a stalled viewer. */
  readonly pairs: number;
  /** How long each run of a pair is measured. */
  readonly seconds: number;
  /** How long memory is watched with a stalled viewer. */
  readonly minutes: number;
  readonly say: Say;
}

const ratePerSecond = 20;

/** The ratio of the others' p99 that a stalled viewer may cost. */
const maxRatio = 1.1;

/** The server's default, and what it declares to hold for a viewer. */
const maxBufferedMib = 1;

/** What memory may differ between two runs that do the same. */
const memoryNoise = 1.1;

/** Memory is watched so long without a stalled viewer, to have something to compare with. */
const baselineMinutes = 3;

/** Pads updates so that they fill the system's buffers and the server's well within the time. */
const paddingBytes = 1000;
const memoryEveryMs = 500;

/** How long the server may take to count who came and who left. */
const settleMs = 10_000;

/** What a socket takes in by itself before anybody reads from it. */
const maxReadBytes = 256 * 1024;

interface Run extends Pick<FixedLoad, "seconds" | "viewers" | "paddingBytes"> {
  readonly fill: Fill;
  /** Whether the stalled viewer stays; otherwise it leaves before the load begins, and all else is the same. */
  readonly stays: boolean;
}

/** One stalled viewer among many, at 20 updates a second: the others' p99, and the server's memory. */
export async function proveStalledAmongMany(options: AmongManyOptions): Promise<ProofResult> {
  const { seed, viewers, pairs, seconds, minutes, say } = options;
  using harness = await LoadHarness.compile();
  const findings: Finding[] = [];
  const ratios: [number, number][] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    // Half of the pairs begin with a buffer that is just beginning to fill, half with a full one.
    const fill: Fill = pair % 4 < 2 ? "full" : "beginning";
    const withFirst = pair % 2 === 0;
    const one = await measure(harness, { seconds, viewers, fill, stays: withFirst }, findings);
    const other = await measure(harness, { seconds, viewers, fill, stays: !withFirst }, findings);
    const [stalled, without] = withFirst ? [one, other] : [other, one];
    ratios.push([stalled.p99Ms, without.p99Ms]);
    say(
      `pair ${pair + 1}, buffer ${fill}: p99 ${stalled.p99Ms} ms with, ${without.p99Ms} ms without a stalled viewer`,
    );
  }
  const { ratio, low, high } = ratioInterval(ratios);
  say(`p99 with / without: ${ratio.toFixed(3)}, 95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}`);
  if (!(high < maxRatio))
    findings.push({ code: "slow", who: "the others", what: `p99 ratio ${ratio}, interval up to ${high}` });
  const memory = await compareMemory(harness, { viewers, minutes, say }, findings);
  const facts = {
    viewers,
    updates_per_second: ratePerSecond,
    pairs,
    seconds_of_a_run: seconds,
    p99_ratio: ratio.toFixed(3),
    p99_ratio_low: low.toFixed(3),
    p99_ratio_high: high.toFixed(3),
    p99_ms_with: ratios.map(([stalled]) => stalled.toFixed(1)).join(" "),
    p99_ms_without: ratios.map(([, without]) => without.toFixed(1)).join(" "),
    ...memory,
  };
  return { proof: "stalled", seed, findings, facts };
}

interface Measured {
  readonly p99Ms: number;
  readonly peakMib: number;
  readonly peakBufferedBytes: number;
  readonly droppedToNewest: number;
}

/** One run on a server of its own; what the others missed is a finding. */
async function measure(harness: LoadHarness, run: Run, findings: Finding[]): Promise<Measured> {
  // A heartbeat would drop the stalled viewer after half a minute: here it is to stay.
  const flags = ["--heartbeat-seconds", "3600", "--log-level", "error"];
  await using server = await ServerProcess.start({ flags, launcher: pinnedTo(0) });
  const { fill, stays, ...load } = run;
  await send(`${server.url}/api/v1/trainings/job_0/updates`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "[]",
  });
  using stalled = await StalledSocket.open(server, "job_0", fill);
  if (!stays) stalled[Symbol.dispose]();
  await server.comesTo({ connections: stays ? 1 : 0, subscriptions: subscriptionsOf(stays, fill) }, settleMs);
  const memory = watchPeaks(server, run.paddingBytes !== undefined);
  const result = await harness.run({ ...load, port: server.port, pid: server.pid, ratePerSecond });
  const peaks = memory.stop();
  if (stalled.bytesRead > maxReadBytes)
    findings.push({ code: "answer", who: "the stalled viewer", what: `read ${stalled.bytesRead} bytes` });
  const droppedToNewest = (await readMetric(server.url, "trainwire_dropped_to_newest_total")) ?? 0;
  findings.push(...judgeLoad(result, load.viewers * ratePerSecond * load.seconds));
  if (server.crashes > 0)
    findings.push({ code: "crash", who: "server", what: server.lines.slice(-5).join("\n") });
  return { p99Ms: result.lat_ms.p99, droppedToNewest, ...peaks };
}

/** To the measured training, and to the one that fills its buffer. */
function subscriptionsOf(stays: boolean, fill: Fill): number {
  if (!stays) return 0;
  return fill === "nothing" ? 1 : 2;
}

function judgeLoad({ missing, duplicates, closed, deliveries }: LoadResult, expected: number): Finding[] {
  const findings: Finding[] = [];
  if (missing > 0 || deliveries < expected * 0.95)
    findings.push({
      code: "lost",
      who: "the others",
      what: `${missing} missing, ${deliveries} of ${expected} came`,
    });
  if (duplicates > 0)
    findings.push({ code: "repeated", who: "the others", what: `${duplicates} came twice` });
  if (closed > 0) findings.push({ code: "lost", who: "the others", what: `${closed} were cut off` });
  return findings;
}

/** Asks the server itself only where latency is not what is measured. */
function watchPeaks(
  server: ServerProcess,
  isAsked: boolean,
): { stop(): { peakMib: number; peakBufferedBytes: number } } {
  let peakMib = 0;
  let peakBufferedBytes = 0;
  const timer = setInterval(() => {
    peakMib = Math.max(peakMib, server.rssBytes() / 2 ** 20);
    if (!isAsked) return;
    void readMetric(server.url, "trainwire_buffered_bytes").then((bytes) => {
      peakBufferedBytes = Math.max(peakBufferedBytes, bytes ?? 0);
    });
  }, memoryEveryMs);
  return {
    stop() {
      clearInterval(timer);
      return { peakMib, peakBufferedBytes };
    },
  };
}

/** The server's memory with a stalled viewer, against that without one and what it declares to hold for a viewer. */
async function compareMemory(
  harness: LoadHarness,
  { viewers, minutes, say }: Pick<AmongManyOptions, "viewers" | "minutes" | "say">,
  findings: Finding[],
): Promise<Record<string, number | string>> {
  const load = { viewers, paddingBytes, fill: "nothing" } as const;
  const baseline = await measure(
    harness,
    { ...load, stays: false, seconds: Math.min(minutes, baselineMinutes) * 60 },
    findings,
  );
  say(`memory without a stalled viewer: ${baseline.peakMib.toFixed(1)} MiB at most`);
  const stalled = await measure(harness, { ...load, stays: true, seconds: minutes * 60 }, findings);
  const boundMib = baseline.peakMib * memoryNoise + maxBufferedMib;
  say(
    `memory with a stalled viewer: ${stalled.peakMib.toFixed(1)} MiB at most, bound ${boundMib.toFixed(1)}`,
  );
  if (stalled.peakMib > boundMib)
    findings.push({ code: "memory", who: "server", what: `${stalled.peakMib} MiB, more than ${boundMib}` });
  return {
    memory_minutes: minutes,
    memory_mib_without: baseline.peakMib.toFixed(1),
    memory_mib_with: stalled.peakMib.toFixed(1),
    memory_mib_bound: boundMib.toFixed(1),
    most_bytes_held_in_buffers: stalled.peakBufferedBytes,
    times_dropped_to_newest: stalled.droppedToNewest,
  };
}
