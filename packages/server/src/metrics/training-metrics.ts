import { Health, isTerminal, Status } from "@trainwire/protocol";
import type { Registry } from "prom-client";
import type { Log } from "../core/log.ts";
import { addCounter, addGauge, type Sample } from "./read-metrics.ts";
import type { MetricsSources } from "./sources.ts";

/** Trainings and what their trainers send. */
export function registerTrainingMetrics(registry: Registry, { log, counters }: MetricsSources): void {
  addGauge(registry, {
    name: "trainwire_trainings",
    help: "Trainings, all that are stored, by status and health.",
    labels: ["status", "health"],
    read: () => byStanding(log),
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

/** Those that may change are told also where there is none, so that alerts see them rise from 0. */
async function byStanding(log: Log): Promise<readonly Sample[]> {
  const changing = Status.options.filter((status) => !isTerminal(status));
  const none = changing.flatMap((status) => Health.options.map((health): Sample => [{ status, health }, 0]));
  const some = (await log.standings()).map(({ count, ...labels }): Sample => [labels, count]);
  return [...none, ...some];
}
