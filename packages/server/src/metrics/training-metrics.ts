import type { Registry } from "prom-client";
import type { Trainings } from "../core/trainings.ts";
import { addCounter, addGauge, type Sample } from "./read-metrics.ts";
import type { MetricsSources } from "./sources.ts";

/** Trainings and what their trainers send. */
export function registerTrainingMetrics(registry: Registry, { trainings, counters }: MetricsSources): void {
  addGauge(registry, {
    name: "trainwire_trainings",
    help: "Trainings in memory that have not ended, by status and health: all that run, and others lately used.",
    labels: ["status", "health"],
    read: () => unended(trainings),
  });
  addCounter(registry, {
    name: "trainwire_trainings_ended_total",
    help: "Trainings that ended since the start of the server, by status.",
    labels: ["status"],
    read: () => Object.entries(counters.ended).map(([status, n]) => [{ status }, n]),
  });
  addCounter(registry, {
    name: "trainwire_ingest_requests_total",
    help: "Ingest requests whose records were judged.",
    read: () => counters.ingestRequests,
  });
  addCounter(registry, {
    name: "trainwire_ingest_records_total",
    help: "Ingested records, by outcome: accepted, repeated (stored before), rejected, heartbeat (nothing to store).",
    labels: ["outcome"],
    read: () => Object.entries(counters.ingestRecords).map(([outcome, n]) => [{ outcome }, n]),
  });
}

function unended(trainings: Trainings): readonly Sample[] {
  const counts = new Map<string, { status: string; health: string; count: number }>();
  for (const { head } of trainings.inUse()) {
    const { status, health, complete } = head.state;
    if (complete) continue;
    const key = `${status} ${health}`;
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { status, health, count: 1 });
  }
  return Array.from(counts.values(), ({ count, ...labels }) => [labels, count]);
}
