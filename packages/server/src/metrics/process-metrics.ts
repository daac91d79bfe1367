import { collectDefaultMetrics, Registry } from "prom-client";

/** Gauges whose names say that they are counters; their parts by type stay. */
const misnamed = [
  "nodejs_active_handles_total",
  "nodejs_active_requests_total",
  "nodejs_active_resources_total",
];

let registry: Registry | undefined;

/**
 * The metrics of this process: CPU, memory, file descriptors, event loop lag, garbage collection. They are one set for
 * all servers in it, and begin when first asked for: whoever does not look pays for no watch of the event loop.
 */
export function processMetrics(): Registry {
  if (!registry) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
    for (const name of misnamed) registry.removeSingleMetric(name);
  }
  return registry;
}
