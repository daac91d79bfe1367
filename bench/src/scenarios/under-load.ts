import type { HarnessResult } from "../harness/harness.ts";
import type { Load } from "../harness/load.ts";
import type { Measurement } from "../measurement.ts";
import { RunningServer } from "../processes/running-server.ts";
import type { BenchServer } from "../servers/bench-server.ts";
import type { Contender } from "./scenario.ts";

/** A contender that is a server under a load of the harness. */
export function underLoad(server: BenchServer, load: Load): Contender {
  return {
    id: server.id,
    title: server.title,
    note: server.note,
    whyNot: () => server.whyNot(),
    measure: async (harness) => {
      await using running = await RunningServer.start(server.start);
      await server.prepare?.(running, load);
      return toMeasurement(await harness.run(running, load, server.harnessOptions(load, running)), load);
    },
  };
}

/** What the harness counted, in the terms of a scenario. */
export function toMeasurement(result: HarnessResult, load: Load): Measurement {
  const faults = result.misrouted + result.http_errors + result.closed + (result.complete ? 0 : 1);
  const rssKb = result.rss_kb[2];
  const sound = { lost: result.missing, repeated: result.duplicates, faults, serverMegabytes: rssKb / 1024 };
  if (load.mode.kind === "idle") return { ...sound, kilobytesPerViewer: result.rss_kb_per_conn };
  const isIngest = load.viewers === 0;
  const latency = isIngest ? result.ack_ms : result.lat_ms;
  return {
    ...sound,
    cpuSecondsPerMillion: isIngest ? result.cpu_s_per_M_published : result.cpu_s_per_M,
    perSecond: isIngest ? result.published_per_s : result.deliveries_per_s,
    latencyMs: { p50: latency.p50, p99: latency.p99, p999: latency.p999, max: latency.max },
    ...(!isIngest && { bytesPerDelivery: (result.rx_mb * 1e6) / Math.max(1, result.deliveries) }),
    otherCpus: Math.max(0, result.other_cpu_s + result.steal_s) / Math.max(0.1, result.wall_s),
  };
}
