import { EnvelopeViewer } from "../actors/envelope-viewer.ts";
import { FlatViewer } from "../actors/flat-viewer.ts";
import { Trainer } from "../actors/trainer.ts";
import { calm, type Viewer } from "../actors/viewer.ts";
import { pauseUnless } from "../harness/deadline.ts";
import { Dice } from "../harness/dice.ts";
import { ServerProcess } from "../harness/server-process.ts";
import { judge } from "../history/judge.ts";
import { Texts } from "../history/texts.ts";
import { judgeEmptied } from "./bystanders.ts";
import type { ProofResult } from "./proof.ts";
import { historyOf } from "./watched-training.ts";

/** How the proof is carried out. */
export interface RaceOptions {
  readonly seed: number;
  readonly viewers: number;
  /** Over how long they come. */
  readonly seconds: number;
}

const trainId = "race";
const silenceMs = 60_000;
const settleMs = 60_000;

/** Viewers subscribe while updates arrive without a pause: none is lost or comes twice between subscribe and live. */
export async function proveSubscribeRace({
  seed,
  viewers: count,
  seconds,
}: RaceOptions): Promise<ProofResult> {
  const dice = new Dice(seed);
  await using server = await ServerProcess.start();
  const socketsBefore = server.openSockets();
  const url = () => server.url;
  const addresses = { url, wsUrl: () => server.wsUrl, texts: new Texts() };
  const pace = { attempt: 1, maxRecords: 1500, maxPauseMs: 8, bursts: [1, 1, 2] as const, isRough: false };
  const trainer = new Trainer(url, dice.fork("trainer"), {
    name: trainId,
    trainId,
    producerId: trainId,
    ...pace,
  });
  const giveUp = AbortSignal.timeout(seconds * 1000 + settleMs);
  await trainer.burst(20, giveUp);
  const viewers = Array.from({ length: count }, (_, index): Viewer => {
    const begin = index % 2 === 0 ? "now" : "history";
    const Kind = index % 4 < 2 ? EnvelopeViewer : FlatViewer;
    const options = { trainIds: [trainId], mayLag: false, temper: calm(silenceMs), begin } as const;
    return new Kind(addresses, dice.fork(`viewer-${index}`), { name: `viewer-${index}`, ...options });
  });
  const watching = viewers.map(async (viewer) => {
    await pauseUnless(giveUp, dice.fork(viewer.name).int(0, seconds * 1000));
    await viewer.watch(giveUp);
  });
  await trainer.train(AbortSignal.timeout(seconds * 1000));
  await trainer.finish(giveUp, "completed");
  await Promise.all(watching);
  const history = await historyOf(url, { trainId, trainers: [trainer] }, { viewers, giveUp });
  const findings = [...judge(history), ...trainer.findings, ...(await judgeEmptied(server, socketsBefore))];
  return { proof: "race", seed, findings, facts: { viewers: count, updates: history.log.length } };
}
