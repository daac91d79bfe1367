import { EnvelopeViewer } from "../actors/envelope-viewer.ts";
import { Trainer } from "../actors/trainer.ts";
import { calm } from "../actors/viewer.ts";
import { becomesSo } from "../harness/deadline.ts";
import { Dice } from "../harness/dice.ts";
import { readMetric } from "../harness/metrics.ts";
import { ServerProcess } from "../harness/server-process.ts";
import type { Finding } from "../history/history.ts";
import { judge } from "../history/judge.ts";
import { Texts } from "../history/texts.ts";
import { judgeEmptied } from "./bystanders.ts";
import type { ProofResult, Say } from "./proof.ts";
import { historyOf } from "./watched-training.ts";

/** How the proof is carried out. */
export interface StalledOptions {
  readonly seed: number;
  readonly say: Say;
}

/** The bound that the server is given, in bytes. */
const maxBufferedBytes = 256 * 1024;

/** An update of this training is smaller. */
const maxUpdateBytes = 10_000;

/** Names of metrics in each update: about 7 kB, so that the system's buffers are full after some hundred updates. */
const metrics = 300;

/** About 14 MB to a viewer that takes 4 at most. */
const updates = 2000;
/** Less than the bound, so that nobody who reads falls behind. */
const atOnce = 20;
const trainId = "stalled";
const healthyViewers = 5;
const silenceMs = 120_000;
const settleMs = 60_000;

/**
 * One viewer stops reading: the others are sent everything, what is kept for it stays within the bound, and when it
 * reads again it is sent the newest state.
 */
export async function proveStalledViewer({ seed, say }: StalledOptions): Promise<ProofResult> {
  // A heartbeat would drop the viewer: here it is to stay, and to stay stalled.
  const flags = ["--max-buffered-bytes", String(maxBufferedBytes), "--heartbeat-seconds", "3600"];
  await using server = await ServerProcess.start({ flags });
  const socketsBefore = server.openSockets();
  const giveUp = AbortSignal.timeout(settleMs);
  const scene = sceneOf(server, new Dice(seed), giveUp);
  const { trainer, healthy, stalled } = scene;
  await trainer.burst(1, giveUp);
  const viewers = [...healthy, stalled];
  const watching = viewers.map((viewer) => viewer.watch(giveUp));
  const findings = await judgeArrival(viewers, 1, "before anything happened");
  stalled.pause();
  const { heldBytes, peakBytes } = await publishWhileStalled(scene, findings);
  say(`${trainer.sent.length} updates published; ${heldBytes} bytes are held for the stalled viewer`);
  stalled.resume();
  findings.push(...(await judgeArrival([stalled], trainer.sent.length, "after it had read again")));
  const snapshots = stalled.histories[0]?.events.filter(({ kind }) => kind === "snapshot").length ?? 0;
  if (snapshots !== 1)
    findings.push({ code: "skipped", who: "stalled", what: `was sent ${snapshots} snapshots, not one` });
  await trainer.burst(atOnce, giveUp);
  await trainer.finish(giveUp, "completed");
  await Promise.all(watching);
  const training = { trainId, trainers: [trainer] };
  findings.push(...judge(await historyOf(() => server.url, training, { viewers, giveUp })));
  findings.push(...(await judgeEmptied(server, socketsBefore)));
  const facts = {
    updates: trainer.sent.length,
    held_bytes: heldBytes,
    peak_bytes: peakBytes,
    bound_bytes: maxBufferedBytes,
  };
  return { proof: "stalled", seed, findings, facts };
}

interface Scene {
  readonly server: ServerProcess;
  readonly trainer: Trainer;
  readonly healthy: readonly EnvelopeViewer[];
  readonly stalled: EnvelopeViewer;
  readonly giveUp: AbortSignal;
}

function sceneOf(server: ServerProcess, dice: Dice, giveUp: AbortSignal): Scene {
  const url = () => server.url;
  const pace = { attempt: 1, maxRecords: updates, maxPauseMs: 0, metrics, isRough: false };
  const trainer = new Trainer(url, dice.fork("trainer"), {
    name: trainId,
    trainId,
    producerId: trainId,
    ...pace,
  });
  const addresses = { url, wsUrl: () => server.wsUrl, texts: new Texts() };
  const viewerOf = (name: string) => {
    const options = { name, trainIds: [trainId], mayLag: name === "stalled", temper: calm(silenceMs) };
    return new EnvelopeViewer(addresses, dice.fork(name), options);
  };
  const healthy = Array.from({ length: healthyViewers }, (_, index) => viewerOf(`healthy-${index + 1}`));
  return { server, trainer, healthy, stalled: viewerOf("stalled"), giveUp };
}

/** Publishes more than all buffers hold; the others must keep up, and the server must hold no more than its bound. */
async function publishWhileStalled(
  { server, trainer, healthy, giveUp }: Scene,
  findings: Finding[],
): Promise<{ heldBytes: number; peakBytes: number }> {
  let peakBytes = 0;
  let heldBytes = 0;
  while (trainer.sent.length < updates) {
    await trainer.burst(atOnce, giveUp);
    findings.push(...(await judgeArrival(healthy, trainer.sent.length, "while another was stalled")));
    heldBytes = (await readMetric(server.url, "trainwire_buffered_bytes")) ?? 0;
    peakBytes = Math.max(peakBytes, heldBytes);
  }
  const find = (what: string) => findings.push({ code: "memory", who: "server", what });
  if (heldBytes === 0) find("nothing is held at last: the viewer was not stalled");
  // The bound is looked at before a commit's updates are handed over: one commit may lie above it.
  const bound = maxBufferedBytes + atOnce * maxUpdateBytes;
  if (peakBytes > bound) find(`held ${peakBytes} bytes for one viewer, more than ${bound}`);
  return { heldBytes, peakBytes };
}

async function judgeArrival(
  viewers: readonly EnvelopeViewer[],
  seq: number,
  what: string,
): Promise<Finding[]> {
  if (await becomesSo(() => viewers.every(({ position }) => position >= seq), settleMs)) return [];
  const behind = viewers.filter(({ position }) => position < seq);
  return behind.map(({ name, position }) => ({
    code: "lost",
    who: name,
    what: `at ${position} of ${seq} ${what}`,
  }));
}
