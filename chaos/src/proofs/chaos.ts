import { fetchLog } from "../actors/filler.ts";
import { pauseUnless } from "../harness/deadline.ts";
import { Dice } from "../harness/dice.ts";
import { dropIdleConnections } from "../harness/http.ts";
import { ServerProcess } from "../harness/server-process.ts";
import { TcpProxy } from "../harness/tcp-proxy.ts";
import type { Finding, TrainingHistory } from "../history/history.ts";
import { judge } from "../history/judge.ts";
import { headOf } from "../history/stored-data.ts";
import { Texts } from "../history/texts.ts";
import {
  type Cast,
  type ChaosTraining,
  castOf,
  heartbeatSeconds,
  latecomersOf,
  silenceMs,
  type Ways,
} from "./chaos-cast.ts";
import type { ProofResult, Say } from "./proof.ts";
import { historyOf } from "./watched-training.ts";

/** How a round of chaos is played. */
export interface ChaosOptions {
  readonly seed: number;
  /** How long trainers publish while things go wrong. */
  readonly seconds: number;
  readonly trainings: number;
  readonly say: Say;
}

/** How long all may take to come to their end once nothing goes wrong any more. */
const settleMs = 90_000;

/** What a round leaves for a report, and, if something was found, for a look at the histories. */
export interface ChaosRound extends ProofResult {
  readonly histories: readonly TrainingHistory[];
}

/** One round: everybody does their worst for a while, then all trainings end, and every record is judged. */
export async function proveChaos({ seed, seconds, trainings, say }: ChaosOptions): Promise<ChaosRound> {
  const dice = new Dice(seed);
  await using server = await ServerProcess.start({
    flags: ["--heartbeat-seconds", String(heartbeatSeconds)],
  });
  const url = () => server.url;
  await using proxy = await TcpProxy.open(server.port);
  const texts = new Texts();
  const ways: Ways = {
    direct: { url, wsUrl: () => server.wsUrl, texts },
    proxied: { url, wsUrl: () => proxy.wsUrl, texts },
  };
  const cast = castOf(dice, ways, trainings);
  const giveUp = AbortSignal.timeout(seconds * 1000 + settleMs);
  const watching = watchAll(cast, giveUp);
  const over = AbortSignal.timeout(seconds * 1000);
  const havoc = wreakHavoc({ server, proxy, dice: dice.fork("havoc"), over, say });
  await Promise.all(cast.trainings.map((training) => publish(training, dice, { over, giveUp })));
  const { kills, freezes } = await havoc;
  say("all trainings have ended; waiting for their viewers");
  // By then the server and most viewers have found out by themselves; a request of HTTP waits longer.
  const thaw = setTimeout(() => proxy.cutFrozen(), silenceMs + 1000);
  await watching;
  clearTimeout(thaw);
  // What was overdue so far is judged as such; reading it has a time of its own.
  const reading = AbortSignal.timeout(settleMs);
  const late = cast.trainings.flatMap((training) => latecomersOf(dice, ways, training));
  await Promise.all(late.map((viewer) => viewer.watch(reading)));
  const viewers = [...cast.viewers, ...late];
  const histories: TrainingHistory[] = [];
  for (const training of cast.trainings)
    histories.push(await historyOf(url, training, { viewers, giveUp: reading }));
  const findings = [
    ...histories.flatMap(judge),
    ...judgeOthers(cast, histories),
    ...(await judgeServer(server)),
    ...(await judgeDurability(server, histories, reading)),
  ];
  return { proof: "run", seed, findings, facts: factsOf(cast, histories, { kills, freezes }), histories };
}

async function watchAll({ viewers, listViewers, trainings }: Cast, giveUp: AbortSignal): Promise<void> {
  const trainIds = trainings.map(({ trainId }) => trainId);
  await Promise.all([
    ...viewers.map((viewer) => viewer.watch(giveUp)),
    ...listViewers.map((viewer) => viewer.watch(trainIds, giveUp)),
  ]);
}

/** One attempt after the other, each going on for a while after it was replaced; the last one reports the end. */
async function publish(
  { trainId, trainers }: ChaosTraining,
  dice: Dice,
  { over, giveUp }: { over: AbortSignal; giveUp: AbortSignal },
): Promise<void> {
  const own = dice.fork(`publish-${trainId}`);
  const earlier: Promise<void>[] = [];
  for (const trainer of trainers.slice(0, -1)) {
    earlier.push(trainer.train(over).then(() => trainer.finish(giveUp)));
    await pauseUnless(over, own.int(1000, 6000));
  }
  const last = trainers.at(-1);
  await last?.train(over);
  await pauseUnless(giveUp, 0);
  await last?.finish(giveUp, own.pick(["completed", "failed", "cancelled"]));
  await Promise.all(earlier);
  // After the end nothing more is stored, whoever sends it.
  await last?.finish(giveUp, "running");
}

interface Havoc {
  readonly server: ServerProcess;
  readonly proxy: TcpProxy;
  readonly dice: Dice;
  readonly over: AbortSignal;
  readonly say: Say;
}

/** Kills and restarts the server, and freezes connections, until it is over; leaves the server running. */
async function wreakHavoc({
  server,
  proxy,
  dice,
  over,
  say,
}: Havoc): Promise<{ kills: number; freezes: number }> {
  let kills = 0;
  let freezes = 0;
  while (!over.aborted) {
    await pauseUnless(over, dice.int(1000, 5000));
    if (dice.percent(40)) {
      freezes += 1;
      say(`froze ${proxy.freeze()} connections`);
    } else {
      kills += 1;
      const signal = dice.percent(70) ? "SIGKILL" : "SIGTERM";
      await server.end(signal);
      await pauseUnless(over, dice.int(0, 1500));
      await server.start();
      say(`ended the server with ${signal} and started it again`);
    }
  }
  return { kills, freezes };
}

function judgeOthers({ trainings, listViewers }: Cast, histories: readonly TrainingHistory[]): Finding[] {
  const heads = new Map(histories.map(({ trainId, log }) => [trainId, headOf(log)]));
  return [
    ...trainings.flatMap(({ trainers }) => trainers.flatMap(({ findings }) => findings)),
    ...listViewers.flatMap((viewer) => viewer.judge(heads)),
  ];
}

/** No crash, no error of its own, and nothing left open. */
async function judgeServer(server: ServerProcess): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (server.crashes > 0)
    findings.push({ code: "crash", who: "server", what: server.lines.slice(-5).join("\n") });
  for (const line of server.errors) findings.push({ code: "crash", who: "server", what: line });
  dropIdleConnections();
  if (!(await server.comesTo({ connections: 0, subscriptions: 0 }, heartbeatSeconds * 10_000))) {
    const what = `all viewers left, and it counts ${JSON.stringify(await server.counts())}`;
    findings.push({ code: "leak", who: "server", what });
  }
  return findings;
}

/** What REST showed is there after one more crash, byte for byte. */
async function judgeDurability(
  server: ServerProcess,
  histories: readonly TrainingHistory[],
  giveUp: AbortSignal,
): Promise<Finding[]> {
  await server.end("SIGKILL");
  await server.start();
  const findings: Finding[] = [];
  for (const { trainId, log } of histories) {
    const { log: again } = await fetchLog(() => server.url, trainId, giveUp);
    const isSame = again.length === log.length && again.every(({ text }, index) => text === log[index]?.text);
    if (!isSame)
      findings.push({
        code: "lost",
        who: trainId,
        what: `${log.length} updates before a crash, after it others`,
      });
  }
  return findings;
}

function factsOf(
  { trainings, viewers }: Cast,
  histories: readonly TrainingHistory[],
  havoc: { kills: number; freezes: number },
): Record<string, number> {
  const events = histories.flatMap((history) => history.viewers.flatMap((viewer) => viewer.events));
  const count = (kind: string) => events.filter((event) => event.kind === kind).length;
  const trainers = trainings.flatMap((training) => training.trainers);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    ...havoc,
    trainings: trainings.length,
    trainers: trainers.length,
    viewers: sum(histories.map((history) => history.viewers.length)),
    viewer_connects: sum(viewers.map(({ connects }) => connects)),
    records_sent: sum(trainers.map(({ sent }) => sent.length)),
    updates_stored: sum(histories.map(({ log }) => log.length)),
    updates_delivered: count("update"),
    snapshots: count("snapshot"),
    updates_filled_from_rest: count("filled"),
    requests_without_answer: sum(trainers.map(({ tally }) => tally.unanswered)),
    batches_repeated: sum(trainers.map(({ tally }) => tally.repeats)),
  };
}
