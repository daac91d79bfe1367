import type { Registry } from "prom-client";
import { addCounter, addGauge } from "./read-metrics.ts";
import type { MetricsSources } from "./sources.ts";

/** The server as a whole: its build, its readiness, its HTTP requests. */
export function registerServiceMetrics(registry: Registry, sources: MetricsSources): void {
  const { version, readiness, requests } = sources;
  addGauge(registry, {
    name: "trainwire_build_info",
    help: "Always 1; the labels tell the version.",
    labels: ["version"],
    read: () => [[{ version }, 1]],
  });
  addGauge(registry, {
    name: "trainwire_ready",
    help: "Whether the server is ready, as /readyz answers: 1 or 0.",
    read: () => (readiness.reasons.length === 0 ? 1 : 0),
  });
  addCounter(registry, {
    name: "trainwire_http_requests_total",
    help: "Answered HTTP requests, by route and status.",
    labels: ["method", "route", "status"],
    read: () => requests.samples(),
  });
}
