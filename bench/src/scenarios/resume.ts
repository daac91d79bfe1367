import { RunningServer } from "../processes/running-server.ts";
import { storeUpdates, trainwire } from "../servers/trainwire.ts";
import type { Contender, Form, Scenario } from "./scenario.ts";
import { toMeasurement } from "./under-load.ts";

/** Viewers that want everything that is stored. No peer stores anything, so there is none to compare with. */
export function resumeScenario(form: Form): Scenario {
  const updates = form.count(100_000);
  return {
    id: "resume",
    title: `Resume of ${updates.toLocaleString("en")} updates`,
    what: `A training has ${updates.toLocaleString("en")} stored updates. Viewers connect and ask for all of them (after_seq 0).`,
    unit: "delivery",
    latency: "from the first connect until a viewer had everything",
    contenders: [1, form.count(50)].map((viewers, index) => resuming(`resume-${index}`, viewers, updates)),
    rounds: form.rounds(3),
  };
}

function resuming(id: string, viewers: number, updates: number): Contender {
  return {
    id,
    title:
      viewers === 1 && id.endsWith("0") ? "Trainwire, one viewer" : `Trainwire, ${viewers} viewers at once`,
    note: trainwire.note,
    whyNot: () => trainwire.whyNot(),
    measure: async (harness) => {
      const load = { trainings: 1, viewers, mode: { kind: "resume", updates } } as const;
      await using running = await RunningServer.start(trainwire.start);
      await storeUpdates(running, "job_0", updates);
      return toMeasurement(await harness.run(running, load, trainwire.harnessOptions(load, running)), load);
    },
  };
}
