import type { Load } from "../harness/load.ts";
import type { BenchServer } from "../servers/bench-server.ts";
import { fastApi, mosquitto, nats, nchan } from "../servers/installed-peers.ts";
import { naiveWs, socketIo } from "../servers/node-peers.ts";
import { trainwire, trainwireInBatches } from "../servers/trainwire.ts";
import type { Form, Scenario } from "./scenario.ts";
import { underLoad } from "./under-load.ts";

const everyone = [naiveWs, trainwire, socketIo, fastApi, nchan, nats, mosquitto];
const latency = "from when the update was due until a viewer had it";

/** One training watched by many, and many trainings watched by a few each. */
export function fanOutScenarios(form: Form): Scenario[] {
  const viewers = form.count(1000);
  const trainings = form.count(100);
  const one = { trainings: 1, viewers };
  const hundred = { trainings, viewers, connections: 16 };
  const saturated = { kind: "saturated", seconds: form.seconds(3) } as const;
  const atRate = { kind: "rate", seconds: form.seconds(4) } as const;
  return [
    fanOut(form, {
      id: "fan-out-1x1000",
      title: `1 training × ${viewers} viewers, saturated`,
      what: "One training is published as fast as it is delivered, at most 8 updates ahead, over 4 connections.",
      load: { ...one, mode: { ...saturated, window: 8, warmup: form.count(100) } },
      servers: [naiveWs, trainwire, trainwireInBatches(4), ...everyone.slice(2)],
    }),
    fanOut(form, {
      id: "fan-out-1x1000-rate",
      title: `1 training × ${viewers} viewers at 20 updates/s`,
      what: `20 updates/s to ${viewers} viewers: ${20 * viewers} deliveries/s, on schedule.`,
      load: { ...one, mode: { ...atRate, updatesPerSecond: 20, warmup: form.count(100) } },
      servers: everyone,
    }),
    fanOut(form, {
      id: "fan-out-100x10",
      title: `${trainings} trainings × ${viewers / trainings} viewers, saturated`,
      what:
        "Each training is published as fast as it is delivered. The peers are given one update a request, which " +
        "is what they take; Trainwire also batches of 16, as its SDKs send them.",
      load: { ...hundred, mode: { ...saturated, window: 64, warmup: form.count(2000) } },
      servers: [naiveWs, trainwire, trainwireInBatches(16), ...everyone.slice(2)],
    }),
    fanOut(form, {
      id: "fan-out-100x10-rate",
      title: `${trainings} trainings × ${viewers / trainings} viewers at 2000 updates/s`,
      what: `2000 updates/s over all trainings, one a request: ${(2000 * viewers) / trainings} deliveries/s, on schedule.`,
      load: { ...hundred, mode: { ...atRate, updatesPerSecond: 2000, warmup: form.count(2000) } },
      servers: everyone,
    }),
  ];
}

interface FanOut {
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly load: Load;
  readonly servers: readonly BenchServer[];
}

function fanOut(form: Form, { load, servers, ...about }: FanOut): Scenario {
  return {
    ...about,
    unit: "delivery",
    latency,
    contenders: servers.map((server) => underLoad(server, load)),
    reference: naiveWs.id,
    rounds: form.rounds(5),
  };
}
