import { Registry } from "prom-client";
import { registerConnectionMetrics } from "./connection-metrics.ts";
import { processMetrics } from "./process-metrics.ts";
import { registerServiceMetrics } from "./service-metrics.ts";
import type { MetricsSources } from "./sources.ts";
import { registerStorageMetrics } from "./storage-metrics.ts";
import { registerTrainingMetrics } from "./training-metrics.ts";

/** The metrics of a server, read when they are asked for. */
export interface Metrics {
  readonly contentType: string;
  /** All of them in Prometheus' text format. */
  text(): Promise<string>;
}

/** Describes a server's metrics. Until somebody asks for them this costs nothing but its counters. */
export function createMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry();
  registerServiceMetrics(registry, sources);
  registerConnectionMetrics(registry, sources);
  registerTrainingMetrics(registry, sources);
  registerStorageMetrics(registry, sources);
  return {
    contentType: registry.contentType,
    text: async () => `${await registry.metrics()}\n${await processMetrics().metrics()}`,
  };
}
