import { setTimeout as delay } from "node:timers/promises";
import { CatchUpViewer, LogHash } from "../actors/catch-up.ts";
import { readPage } from "../actors/filler.ts";
import { PacedTrainer } from "../actors/paced-trainer.ts";
import { TimedViewer } from "../actors/timed-viewer.ts";
import { ChaosError } from "../errors.ts";
import { pauseUnless } from "../harness/deadline.ts";
import { Dice } from "../harness/dice.ts";
import { send } from "../harness/http.ts";
import { ServerProcess } from "../harness/server-process.ts";
import type { Finding } from "../history/history.ts";
import { judgeEmptied } from "./bystanders.ts";
import { percentile } from "./percentile.ts";
import type { ProofResult, Say } from "./proof.ts";

/** How the proof is carried out. */
export interface FairnessOptions {
  readonly seed: number;
  /** Updates that are stored before anybody comes. */
  readonly backlog: number;
  /** Viewers that catch up with them at a time. */
  readonly catchers: number;
  readonly say: Say;
}

const ratePerSecond = 20;
const liveViewers = 20;

/** Time of live viewing before anybody catches up. */
const quietMs = 3000;

/** FAN-03: an update is sent within a second of the trainer's request. */
const liveWithinMs = 1000;

/** What the server's memory may grow by while viewers catch up, beside a full buffer for each. */
const memorySlackMib = 128;
const bufferMib = 1;

/** No proof waits longer. */
const catchUpWithinMs = 600_000;
const recordsPerRequest = 5000;

/** How often the server's memory is looked at. */
const memoryEveryMs = 100;

/** Viewers with a large backlog catch up, completely and in order, while others' live updates arrive in time. */
export async function proveFairness({ seed, backlog, catchers, say }: FairnessOptions): Promise<ProofResult> {
  const dice = new Dice(seed);
  await using server = await ServerProcess.start();
  const socketsBefore = server.openSockets();
  await writeBacklog(server, dice, backlog);
  say(`${backlog} updates are stored`);
  const over = new AbortController();
  const live = new PacedTrainer(updatesOf(server, "live"), ratePerSecond);
  const long = new PacedTrainer(updatesOf(server, "long"), ratePerSecond);
  await send(updatesOf(server, "live"), { method: "POST", headers: json, body: "[]" });
  const viewers = Array.from({ length: liveViewers }, () => new TimedViewer(server.wsUrl, "live"));
  await Promise.all(viewers.map(({ subscribed }) => subscribed));
  const training = [live.train(over.signal), long.train(over.signal)];
  await pauseUnless(over.signal, quietMs);
  const stepBefore = live.dueAtMs.length;
  const memory = watchMemory(server);
  const beganAtMs = performance.now();
  const task = { wsUrl: server.wsUrl, trainId: "long", until: backlog + 1 };
  const following = Array.from({ length: catchers }, () => new CatchUpViewer(task));
  await Promise.race([
    Promise.all(following.map(({ caughtUp }) => caughtUp)),
    ...following.map(({ ended }) => ended),
    overdue(catchUpWithinMs),
  ]);
  const catchUpSeconds = (performance.now() - beganAtMs) / 1000;
  const grownMib = memory.stop();
  say(`caught up after ${catchUpSeconds.toFixed(1)} s, memory grew by ${grownMib} MiB`);
  const stepAfter = live.dueAtMs.length;
  over.abort();
  await Promise.all(training);
  await Promise.all([live.finish(), long.finish(), ...viewers.map(({ ended }) => ended)]);
  const latencies = (from: number, to: number) =>
    viewers.flatMap(({ arrivedAtMs }) =>
      live.dueAtMs.slice(from, to).map((due, index) => (arrivedAtMs[from + index] ?? Infinity) - due),
    );
  const [before, during] = [latencies(0, stepBefore), latencies(stepBefore, stepAfter)];
  const findings = [
    ...(await judgeCatchUp(server, following)),
    ...judgeLive(viewers, [live, long], during),
    ...judgeMemory(grownMib, catchers),
    ...(await judgeEmptied(server, socketsBefore)),
  ];
  const facts = {
    backlog,
    catchers,
    live_viewers: liveViewers,
    catch_up_seconds: catchUpSeconds.toFixed(1),
    updates_per_second: Math.round((backlog * catchers) / catchUpSeconds),
    live_p50_ms_before: percentile(before, 50).toFixed(1),
    live_p50_ms_during: percentile(during, 50).toFixed(1),
    live_p99_ms_before: percentile(before, 99).toFixed(1),
    live_p99_ms_during: percentile(during, 99).toFixed(1),
    live_updates_during: stepAfter - stepBefore,
    server_memory_grown_mib: grownMib,
    server_memory_bound_mib: memorySlackMib + catchers * bufferMib,
  };
  return { proof: "fairness", seed, findings, facts };
}

/** Rejects after the time, so that a viewer that is sent nothing more does not hold up the proof for ever. */
async function overdue(ms: number): Promise<never> {
  await delay(ms, undefined, { ref: false });
  throw new ChaosError("overdue", `no viewer had caught up after ${ms / 1000} s`);
}

const json = { "content-type": "application/json" };

function updatesOf(server: ServerProcess, trainId: string): string {
  return `${server.url}/api/v1/trainings/${trainId}/updates`;
}

async function writeBacklog(server: ServerProcess, dice: Dice, backlog: number): Promise<void> {
  for (let step = 1; step <= backlog; step += recordsPerRequest) {
    const count = Math.min(recordsPerRequest, backlog - step + 1);
    const records = Array.from({ length: count }, (_, index) => ({
      current_step: step + index,
      loss: dice.int(0, 1_000_000) / 1000,
      learning_rate: dice.int(1, 99) / 1e6,
      metrics: {
        accuracy: dice.int(0, 1000) / 1000,
        recall: dice.int(0, 1000) / 1000,
        precision: dice.int(0, 1000) / 1000,
      },
    }));
    const answer = await send(updatesOf(server, "long"), {
      method: "POST",
      headers: json,
      body: JSON.stringify(records),
    });
    if (answer?.status !== 200)
      throw new ChaosError("bad_output", `the backlog was answered with ${answer?.text}`);
  }
}

/** How much the server's resident memory grows at most until it is stopped, in MiB. */
function watchMemory(server: ServerProcess): { stop(): number } {
  const before = server.rssBytes();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, server.rssBytes());
  }, memoryEveryMs);
  return {
    stop() {
      clearInterval(timer);
      return Math.round((peak - before) / 2 ** 20);
    },
  };
}

/** Every catcher was sent the log that REST has, byte for byte, each update once and in order. */
async function judgeCatchUp(server: ServerProcess, following: readonly CatchUpViewer[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  const { head, hash } = await hashLog(server);
  for (const [index, { ended }] of following.entries()) {
    const who = `catcher ${index + 1}`;
    const seen = await ended;
    for (const what of seen.wrong) findings.push({ code: "lost", who, what });
    if (seen.last !== head)
      findings.push({ code: "unfinished", who, what: `ended at ${seen.last} of ${head}` });
    else if (seen.hash !== hash)
      findings.push({ code: "changed", who, what: "was sent other bytes than REST has" });
  }
  return findings;
}

async function hashLog(server: ServerProcess): Promise<{ head: number; hash: string }> {
  const hash = new LogHash();
  for (let after = 0; ; ) {
    const answer = await send(`${updatesOf(server, "long")}?after_seq=${after}&limit=5000`);
    const page = readPage(answer?.text ?? "");
    for (const { text } of page.updates) hash.add(text);
    after = page.nextAfterSeq;
    if (page.ended) return { head: after, hash: hash.digest() };
  }
}

function judgeLive(
  viewers: readonly TimedViewer[],
  trainers: readonly PacedTrainer[],
  latenciesMs: readonly number[],
): Finding[] {
  const findings: Finding[] = viewers.flatMap(({ wrong }, index) =>
    wrong.map((what): Finding => ({ code: "lost", who: `live viewer ${index + 1}`, what })),
  );
  const failed = trainers.reduce((sum, trainer) => sum + trainer.failed, 0);
  if (failed > 0) findings.push({ code: "answer", who: "trainers", what: `${failed} requests failed` });
  const p99 = percentile(latenciesMs, 99);
  if (p99 > liveWithinMs)
    findings.push({ code: "slow", who: "live viewers", what: `99 % within ${p99} ms, not ${liveWithinMs}` });
  return findings;
}

function judgeMemory(grownMib: number, catchers: number): Finding[] {
  const bound = memorySlackMib + catchers * bufferMib;
  if (grownMib <= bound) return [];
  return [{ code: "memory", who: "server", what: `grew by ${grownMib} MiB, more than ${bound}` }];
}
