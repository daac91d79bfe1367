import { EnvelopeViewer } from "../actors/envelope-viewer.ts";
import { Trainer } from "../actors/trainer.ts";
import { advised, calm } from "../actors/viewer.ts";
import { becomesSo } from "../harness/deadline.ts";
import { Dice } from "../harness/dice.ts";
import { ServerProcess } from "../harness/server-process.ts";
import type { Finding } from "../history/history.ts";
import { judge } from "../history/judge.ts";
import { Texts } from "../history/texts.ts";
import { judgeEmptied } from "./bystanders.ts";
import type { ProofResult, Say } from "./proof.ts";
import { historyOf } from "./watched-training.ts";

/** How the proof is carried out. */
export interface StormOptions {
  readonly seed: number;
  readonly viewers: number;
  readonly restarts: number;
  readonly say: Say;
}

/** Within this time of the server's return every viewer must be live again. */
const liveWithinMs = 30_000;
const trainingsCount = 10;

/** Longer than the server is away: viewers learn of its end from their sockets. */
const silenceMs = 60_000;

/** How long everybody may take to come, and at last to see the end. */
const settleMs = 90_000;

interface Storm {
  readonly server: ServerProcess;
  readonly trainers: readonly Trainer[];
  readonly viewers: readonly EnvelopeViewer[];
}

/** The server is ended and started again: all viewers are live again within 30 s, and no trainer loses a record. */
export async function proveReconnectStorm({
  seed,
  viewers: count,
  restarts,
  say,
}: StormOptions): Promise<ProofResult> {
  const dice = new Dice(seed);
  await using server = await ServerProcess.start();
  const socketsBefore = server.openSockets();
  const storm = { server, ...castOf(server, dice, count) };
  const over = new AbortController();
  const giveUp = new AbortController();
  const training = storm.trainers.map((trainer) => trainer.train(over.signal));
  const watching = storm.viewers.map((viewer) => viewer.watch(giveUp.signal));
  const findings: Finding[] = [];
  if (!(await areLive(storm, settleMs))) findings.push(notLive(storm, settleMs));
  say(`${count} viewers are live`);
  const secondsToLive: number[] = [];
  for (let restart = 0; restart < restarts; restart += 1) {
    const signal = restart % 2 === 0 ? "SIGKILL" : "SIGTERM";
    const seconds = await restartAndWait(storm, signal, findings);
    secondsToLive.push(seconds);
    say(`live again ${seconds.toFixed(1)} s after a restart by ${signal}`);
  }
  over.abort();
  await Promise.all(training);
  const overdue = setTimeout(() => giveUp.abort(), settleMs);
  await Promise.all(storm.trainers.map((trainer) => trainer.finish(giveUp.signal, "completed")));
  await Promise.all(watching);
  findings.push(...(await judgeAll(storm, giveUp.signal)));
  clearTimeout(overdue);
  findings.push(...(await judgeEmptied(server, socketsBefore)));
  const facts = {
    viewers: count,
    restarts,
    slowest_seconds_to_live: Math.max(...secondsToLive).toFixed(1),
    records_sent: storm.trainers.reduce((sum, { sent }) => sum + sent.length, 0),
    requests_without_answer: storm.trainers.reduce((sum, { tally }) => sum + tally.unanswered, 0),
  };
  return { proof: "storm", seed, findings, facts };
}

function castOf(server: ServerProcess, dice: Dice, count: number): Omit<Storm, "server"> {
  const url = () => server.url;
  const addresses = { url, wsUrl: () => server.wsUrl, texts: new Texts() };
  const trainIds = Array.from({ length: trainingsCount }, (_, index) => `storm-${index}`);
  const trainers = trainIds.map((trainId) => {
    const options = {
      name: trainId,
      trainId,
      attempt: 1,
      producerId: trainId,
      maxRecords: 100_000,
      maxPauseMs: 1000,
    };
    return new Trainer(url, dice.fork(trainId), { ...options, bursts: [1], isRough: false });
  });
  const viewers = Array.from({ length: count }, (_, index) => {
    const name = `viewer-${index}`;
    const options = {
      trainIds: [trainIds[index % trainingsCount] ?? ""],
      mayLag: false,
      temper: calm(silenceMs),
    };
    return new EnvelopeViewer(addresses, dice.fork(name), { ...options, name, backoff: advised });
  });
  return { trainers, viewers };
}

/** Returns the seconds from the server's return until every viewer was sent an update that came after it. */
async function restartAndWait(storm: Storm, signal: NodeJS.Signals, findings: Finding[]): Promise<number> {
  const { server, trainers } = storm;
  await server.end(signal);
  await server.start();
  const backAtMs = performance.now();
  const failedBefore = failuresOf(trainers);
  if (!(await areLive(storm, liveWithinMs))) findings.push(notLive(storm, liveWithinMs));
  const failed = failuresOf(trainers) - failedBefore;
  if (failed > 0)
    findings.push({
      code: "answer",
      who: "trainers",
      what: `${failed} requests failed after the server's return`,
    });
  return (performance.now() - backAtMs) / 1000;
}

/** Whether each viewer is sent, within the time, an update that is published from now on. */
async function areLive({ trainers, viewers }: Storm, withinMs: number): Promise<boolean> {
  const sentNow = trainers.map(({ sent }) => sent.length);
  const isLive = (viewer: EnvelopeViewer, index: number) =>
    viewer.position > (sentNow[index % trainingsCount] ?? 0);
  return becomesSo(() => viewers.every(isLive), withinMs);
}

function notLive({ viewers }: Storm, withinMs: number): Finding {
  const what = `not all of ${viewers.length} viewers were live within ${withinMs / 1000} s`;
  return { code: "slow", who: "server", what };
}

function failuresOf(trainers: readonly Trainer[]): number {
  return trainers.reduce((sum, { tally }) => sum + tally.failed, 0);
}

async function judgeAll({ server, trainers, viewers }: Storm, giveUp: AbortSignal): Promise<Finding[]> {
  const findings: Finding[] = trainers.flatMap((trainer) => trainer.findings);
  for (const [index, trainer] of trainers.entries()) {
    const training = { trainId: `storm-${index}`, trainers: [trainer] };
    findings.push(...judge(await historyOf(() => server.url, training, { viewers, giveUp })));
  }
  return findings;
}
