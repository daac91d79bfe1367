import { naiveWs, socketIo } from "../servers/node-peers.ts";
import { trainwire, trainwireInBatches, trainwireSecondVersion } from "../servers/trainwire.ts";
import type { Form, Scenario } from "./scenario.ts";
import { underLoad } from "./under-load.ts";

/** Many trainings to one viewer over one socket; and to many such viewers, where what ingest costs fades. */
export function manyTrainingsScenarios(form: Form): Scenario[] {
  const trainings = form.count(200);
  const many = form.count(250);
  const scenario = (
    viewers: number,
    about: Pick<Scenario, "id" | "title" | "what">,
    window: number,
  ): Scenario => ({
    ...about,
    unit: "delivery",
    latency: "from when the update was sent until a viewer had it",
    contenders: [naiveWs, trainwire, trainwireSecondVersion, trainwireInBatches(16), socketIo].map((server) =>
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
  const toOne = {
    id: "many-trainings",
    title: `${trainings} trainings to one viewer, saturated`,
    what: `One socket follows all ${trainings} trainings, all of which update. What ingest costs is most of it.`,
  };
  const toMany = {
    id: "many-trainings-many",
    title: `${trainings} trainings to each of ${many} viewers, saturated`,
    what: `Each of ${many} sockets follows all ${trainings} trainings, so that what is left is what a delivery costs: naive ws sends each update by itself, Trainwire those of a turn in one write, and its second version in one frame.`,
  };
  return [scenario(1, toOne, 1600), scenario(many, toMany, 400)];
}
