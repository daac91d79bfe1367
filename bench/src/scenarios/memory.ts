import { fastApi, mosquitto, nats, nchan } from "../servers/installed-peers.ts";
import { naiveWs, socketIo } from "../servers/node-peers.ts";
import { trainwire } from "../servers/trainwire.ts";
import type { Form, Scenario } from "./scenario.ts";
import { underLoad } from "./under-load.ts";

/** What a viewer costs that only watches. */
export function memoryScenario(form: Form): Scenario {
  const viewers = form.count(5000);
  return {
    id: "memory",
    title: `Memory of ${viewers} idle viewers`,
    what: `${viewers} viewers of one training, which is silent for 2 s. Resident memory of the server's processes; the kernel's socket buffers are not in it.`,
    unit: "viewer",
    contenders: [naiveWs, trainwire, socketIo, fastApi, nchan, nats, mosquitto].map((server) =>
      underLoad(server, { trainings: 1, viewers, mode: { kind: "idle", seconds: form.seconds(2) } }),
    ),
    reference: naiveWs.id,
    rounds: form.rounds(3),
  };
}
