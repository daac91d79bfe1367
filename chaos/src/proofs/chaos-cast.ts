import { ClientViewer } from "../actors/client-viewer.ts";
import { EnvelopeViewer } from "../actors/envelope-viewer.ts";
import { FlatViewer } from "../actors/flat-viewer.ts";
import { ListViewer } from "../actors/list-viewer.ts";
import { Poller } from "../actors/poller.ts";
import { Trainer } from "../actors/trainer.ts";
import type { Addresses, Temper, Viewer, ViewerOptions } from "../actors/viewer.ts";
import type { Dice } from "../harness/dice.ts";
import type { WatchedTraining } from "./watched-training.ts";

/** Seconds between the server's pings in the chaos proof: short, so that half-open sockets are found in it. */
export const heartbeatSeconds = 2;

/** Three heartbeats: a viewer that heard nothing for so long sits on a dead connection. */
export const silenceMs = heartbeatSeconds * 3000;

/** Records of a training whose whole log is smaller than any buffer on its way: its viewers miss nothing. */
const calmRecords = 1500;

/** Now and then more than the system's own buffers take for a viewer that does not read. */
const floodBursts = [1, 1, 5, 20, 100, 900] as const;
const floodRecords = 4000;

/** A training of the chaos proof. */
export interface ChaosTraining extends WatchedTraining {
  /** Whether its updates are so large that slow viewers fall behind. */
  readonly isFlood: boolean;
}

/** Who takes part. */
export interface Cast {
  readonly trainings: readonly ChaosTraining[];
  readonly viewers: readonly Viewer[];
  readonly listViewers: readonly ListViewer[];
}

/** The ways to the server: straight, and through a proxy that freezes connections. */
export interface Ways {
  readonly direct: Addresses;
  readonly proxied: Addresses;
}

/** Makes the trainings, their trainers and everybody who watches them. */
export function castOf(dice: Dice, ways: Ways, count: number): Cast {
  const trainings = Array.from({ length: count }, (_, index) => trainingOf(dice, ways.direct, index));
  const lists = [
    { isRestless: false, isSlow: false, silenceMs },
    { isRestless: true, isSlow: false, silenceMs },
  ].map((temper, index) => {
    const name = `list-${index}`;
    return new ListViewer(index === 0 ? ways.direct : ways.proxied, dice.fork(name), { name, temper });
  });
  const single = trainings.flatMap((training) => viewersOf(dice, ways, training));
  return { trainings, viewers: [...single, ...viewersOfMany(dice, ways, trainings)], listViewers: lists };
}

function trainingOf(dice: Dice, { url }: Addresses, index: number): ChaosTraining {
  const trainId = `chaos-${index}`;
  // The first floods its viewers; of the others every third has a trainer that cannot number its records.
  const isFlood = index === 0;
  const attempts = isFlood ? 1 : dice.fork(`attempts-${index}`).int(1, 3);
  const trainers = Array.from({ length: attempts }, (_, at) => {
    const name = `${trainId}-a${at + 1}`;
    const isNumbered = index % 3 !== 2;
    return new Trainer(url, dice.fork(name), {
      name,
      trainId,
      attempt: at + 1,
      maxPauseMs: isFlood ? 300 : 120,
      ...(isNumbered && { producerId: name }),
      maxRecords: isFlood ? floodRecords : Math.floor(calmRecords / attempts),
      ...(isFlood && { metrics: 300, bursts: floodBursts }),
    });
  });
  return { trainId, trainers, isFlood };
}

function viewersOf(dice: Dice, ways: Ways, { trainId, isFlood }: ChaosTraining): Viewer[] {
  const options = (kind: string, temper: Partial<Temper>, begin?: "now"): ViewerOptions => ({
    name: `${kind}-${trainId}`,
    trainIds: [trainId],
    mayLag: isFlood,
    temper: { isRestless: false, isSlow: false, silenceMs, ...temper },
    ...(begin && { begin }),
  });
  const forked = (given: ViewerOptions) => [dice.fork(given.name), given] as const;
  return [
    new EnvelopeViewer(ways.direct, ...forked(options("still", {}))),
    new EnvelopeViewer(ways.direct, ...forked(options("restless", { isRestless: true }))),
    new EnvelopeViewer(ways.proxied, ...forked(options("frozen", { isRestless: true }, "now"))),
    new EnvelopeViewer(ways.direct, ...forked(options("slow", { isSlow: true }, "now"))),
    new FlatViewer(ways.direct, ...forked(options("flat-restless", { isRestless: true, isSlow: true }))),
    new FlatViewer(ways.proxied, ...forked(options("flat-frozen", {}, "now"))),
    new Poller(ways.direct, ...forked(options("poller", {}))),
    new ClientViewer(ways.direct, options("client", {})),
    new ClientViewer(
      { ...ways.proxied, url: () => ways.proxied.wsUrl().replace("ws", "http") },
      options("client-frozen", {}),
    ),
  ];
}

/** Viewers of all trainings on one socket. */
function viewersOfMany(dice: Dice, ways: Ways, trainings: readonly ChaosTraining[]): Viewer[] {
  const trainIds = trainings.map(({ trainId }) => trainId);
  return ["restless", "still"].map((kind) => {
    const name = `many-${kind}`;
    const temper = { isRestless: kind === "restless", isSlow: kind === "restless", silenceMs };
    return new EnvelopeViewer(ways.direct, dice.fork(name), { name, trainIds, mayLag: true, temper });
  });
}

/** Those who come when all is over: each format from the start, from now on, and by polling. */
export function latecomersOf(dice: Dice, { direct }: Ways, { trainId, isFlood }: ChaosTraining): Viewer[] {
  const options = (kind: string, begin?: "now"): ViewerOptions => ({
    name: `late-${kind}-${trainId}`,
    trainIds: [trainId],
    mayLag: isFlood,
    temper: { isRestless: false, isSlow: false, silenceMs },
    ...(begin && { begin }),
  });
  return [
    new EnvelopeViewer(direct, dice.fork("late"), options("envelope")),
    new EnvelopeViewer(direct, dice.fork("late"), options("envelope-now", "now")),
    new FlatViewer(direct, dice.fork("late"), options("flat")),
    new FlatViewer(direct, dice.fork("late"), options("flat-now", "now")),
    new Poller(direct, dice.fork("late"), options("poller")),
  ];
}
