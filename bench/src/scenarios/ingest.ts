import { fastApi } from "../servers/installed-peers.ts";
import { naiveWs } from "../servers/node-peers.ts";
import { trainwire, trainwireInBatches } from "../servers/trainwire.ts";
import type { Form, Scenario } from "./scenario.ts";
import { underLoad } from "./under-load.ts";

/** What it costs to take updates in, with nobody watching. */
export function ingestScenarios(form: Form): Scenario[] {
  return (form.isQuick ? [10] : [10, 100]).map((trainers) => ({
    id: `ingest-${trainers}`,
    title: `Ingest from ${trainers} trainers`,
    what:
      `${trainers} keep-alive connections, the next request when the last one was answered, nobody watching. ` +
      "Trainwire answers when the update is on disk; the peers parse it and forget it.",
    unit: "update",
    latency: "from request to answer",
    contenders: [naiveWs, trainwire, trainwireInBatches(100), fastApi].map((server) =>
      underLoad(server, {
        trainings: trainers,
        viewers: 0,
        connections: trainers,
        mode: { kind: "saturated", window: 1, seconds: form.seconds(3), warmup: form.count(2000) },
      }),
    ),
    reference: naiveWs.id,
    rounds: form.rounds(3),
  }));
}
