import { naiveWs, socketIo } from "../servers/node-peers.ts";
import { trainwire, trainwireInBatches } from "../servers/trainwire.ts";
import type { Form, Scenario } from "./scenario.ts";
import { underLoad } from "./under-load.ts";

/** Ids of the two whose difference is what a delivery costs without its ingest. */
export const manyTrainings = { oneViewer: "many-trainings-1", fiftyViewers: "many-trainings-50" } as const;

/** Many trainings to one viewer over one socket; and to fifty, where what ingest costs fades. */
export function manyTrainingsScenarios(form: Form): Scenario[] {
  const trainings = form.count(200);
  const scenario = (id: string, viewers: number, window: number): Scenario => ({
    id,
    title: `${trainings} trainings to ${viewers === 1 ? "one viewer" : `each of ${viewers} viewers`}, saturated`,
    what: `${viewers === 1 ? "One socket follows" : `Each of ${viewers} sockets follows`} all ${trainings} trainings, all of which update.`,
    unit: "delivery",
    viewers,
    latency: "from when the update was sent until a viewer had it",
    contenders: [naiveWs, trainwire, trainwireInBatches(16), socketIo].map((server) =>
      underLoad(server, {
        trainings,
        viewers,
        followAll: true,
        connections: 16,
        mode: { kind: "saturated", window, seconds: form.seconds(3), warmup: form.count(1000) },
      }),
    ),
    reference: naiveWs.id,
    rounds: form.rounds(5),
  });
  return [
    scenario(manyTrainings.oneViewer, 1, 1600),
    scenario(manyTrainings.fiftyViewers, form.count(50), 800),
  ];
}
