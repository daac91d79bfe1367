import type { Registry } from "prom-client";
import { addCounter, addGauge, addHistogram } from "./read-metrics.ts";
import type { MetricsSources } from "./sources.ts";

/** The log, its commits and its size, and the size of artifacts. */
export function registerStorageMetrics(
  registry: Registry,
  { log, counters, artifactBytes, storageBytes }: MetricsSources,
): void {
  addHistogram(registry, {
    name: "trainwire_commit_duration_seconds",
    help: "Duration of the log's transactions, fsync included.",
    read: () => counters.commitSeconds,
  });
  addHistogram(registry, {
    name: "trainwire_commit_updates",
    help: "Updates stored by one transaction of the log.",
    read: () => counters.commitUpdates,
  });
  addCounter(registry, {
    name: "trainwire_commit_failures_total",
    help: "Transactions of the log that failed, such as on a full disk.",
    read: () => counters.commitFailures,
  });
  addGauge(registry, {
    name: "trainwire_retained_bytes",
    help: "Bytes of stored updates and series, as --retain-total-bytes counts them.",
    read: async () => [[{}, await log.heldBytes()]],
  });
  addGauge(registry, {
    name: "trainwire_artifact_bytes",
    help: "Bytes of the artifacts of all trainings, as --retain-artifact-bytes counts them; looked at every 5 minutes.",
    read: () => {
      const bytes = artifactBytes();
      return bytes === undefined ? [] : [[{}, bytes]];
    },
  });
  addGauge(registry, {
    name: "trainwire_storage_bytes",
    help: "Size of the database's files, by file.",
    labels: ["file"],
    read: () => Object.entries(storageBytes()).map(([file, bytes]) => [{ file }, bytes]),
  });
}
