import type { Registry } from "prom-client";
import { addCounter, addGauge, addHistogram, type Sample } from "./read-metrics.ts";
import type { MetricsSources } from "./sources.ts";

/** Viewers: their connections and subscriptions, and what was sent to them. */
export function registerConnectionMetrics(
  registry: Registry,
  { connections, counters }: MetricsSources,
): void {
  addGauge(registry, {
    name: "trainwire_connections",
    help: "Open WebSocket connections, by endpoint.",
    labels: ["endpoint"],
    read: () => Object.entries(connections.countByEndpoint()).map(([endpoint, n]) => [{ endpoint }, n]),
  });
  addCounter(registry, {
    name: "trainwire_connections_closed_total",
    help: "Closed WebSocket connections, by close code.",
    labels: ["code"],
    read: () => Array.from(connections.closedByCode, ([code, n]) => [{ code }, n]),
  });
  addCounter(registry, {
    name: "trainwire_handshakes_refused_total",
    help: "Refused WebSocket handshakes, by error code.",
    labels: ["code"],
    read: () => Array.from(connections.refusedByCode, ([code, n]) => [{ code }, n]),
  });
  addGauge(registry, {
    name: "trainwire_subscriptions",
    help: "Subscriptions to a training, by phase: live, backlog (catching up from the log), lagging (too slow).",
    labels: ["phase"],
    read: () => Object.entries(connections.countByPhase()).map(([phase, n]) => [{ phase }, n]),
  });
  addGauge(registry, {
    name: "trainwire_buffered_bytes",
    help: "Bytes that wait in the process to be read by viewers, over all connections.",
    read: () => connections.bufferedBytes,
  });
  addCounter(registry, {
    name: "trainwire_sent_bytes_total",
    help: "Bytes written to WebSocket connections, framing and handshakes included.",
    read: () => connections.sentBytes,
  });
  addCounter(registry, {
    name: "trainwire_deliveries_total",
    help: "Updates sent to viewers, one for each update and viewer, by format and phase.",
    labels: ["format", "phase"],
    read: () =>
      Object.entries(counters.deliveries).flatMap(([format, { live, backlog }]): Sample[] => [
        [{ format, phase: "live" }, live],
        [{ format, phase: "backlog" }, backlog],
      ]),
  });
  addHistogram(registry, {
    name: "trainwire_delivery_lag_seconds",
    help: "Time from the commit of updates until they were written to all live viewers.",
    read: () => counters.deliverySeconds,
  });
  addCounter(registry, {
    name: "trainwire_dropped_to_newest_total",
    help: "Times that a viewer was too slow and got the newest state instead of each update.",
    read: () => counters.droppedToNewest,
  });
  addCounter(registry, {
    name: "trainwire_resets_total",
    help: "Positions to resume from that could not be honoured, by reason.",
    labels: ["reason"],
    read: () => Object.entries(counters.resets).map(([reason, n]) => [{ reason }, n]),
  });
}
