import * as fc from "fast-check";
import { Trainer } from "../actors/trainer.ts";
import { socketCases } from "../fuzz/frames.ts";
import { bytesCases, requestCases } from "../fuzz/requests.ts";
import { type FuzzCase, sizeOf, tryCase } from "../fuzz/try-case.ts";
import { Dice } from "../harness/dice.ts";
import { ServerProcess } from "../harness/server-process.ts";
import type { Finding } from "../history/history.ts";
import { Bystanders } from "./bystanders.ts";
import type { ProofResult, Say } from "./proof.ts";

/** How the proof is carried out. */
export interface FuzzOptions {
  readonly seed: number;
  /** How many frames and requests to send at least. */
  readonly cases: number;
  readonly say: Say;
}

/** How many cases are made at a time; each such batch has the seed after the one before. */
const batchSize = 200;

/** How many cases are under way at a time. */
const atOnce = 24;

/** A proof that finds so much wrong has found enough. */
const maxFindings = 50;

const cases: fc.Arbitrary<FuzzCase> = fc.oneof(
  { weight: 1, arbitrary: socketCases },
  { weight: 12, arbitrary: requestCases },
  { weight: 3, arbitrary: bytesCases },
);

/** Frames and requests, valid, nearly valid and random: no crash, no leak, and nobody else sees any of it. */
export async function proveFuzz({ seed, cases: wanted, say }: FuzzOptions): Promise<ProofResult> {
  const dice = new Dice(seed);
  await using server = await ServerProcess.start();
  await publishVictims(server, dice);
  const bystanders = await Bystanders.start(server, dice);
  const sent: Record<FuzzCase["kind"], number> = { socket: 0, request: 0, bytes: 0 };
  const findings: Finding[] = [];
  const total = () => sent.socket + sent.request + sent.bytes;
  for (let batch = 0; total() < wanted && findings.length < maxFindings && server.crashes === 0; batch += 1) {
    const tried = fc.sample(cases, { seed: seed + batch, numRuns: batchSize });
    for (const each of tried) sent[each.kind] += sizeOf(each);
    findings.push(...(await tryAll(server, tried)));
    if (batch % 10 === 0) say(`${total()} frames and requests, ${findings.length} findings`);
  }
  if (server.crashes > 0) {
    findings.push({ code: "crash", who: "server", what: server.lines.slice(-10).join("\n") });
    return { proof: "fuzz", seed, findings, facts: { ...sent } };
  }
  const { findings: seen, updates } = await bystanders.finish();
  const rssMib = Math.round(server.rssBytes() / 2 ** 20);
  const facts = {
    frames: sent.socket,
    http_requests: sent.request,
    bare_connections: sent.bytes,
    updates_seen_by_bystanders: updates,
    server_memory_mib: rssMib,
  };
  return { proof: "fuzz", seed, findings: [...findings, ...seen], facts };
}

/** Trainings that are subscribed to, published to, patched and deleted by chance. */
async function publishVictims(server: ServerProcess, dice: Dice): Promise<void> {
  const soon = AbortSignal.timeout(30_000);
  for (const trainId of ["fuzz-a", "fuzz-b", "fuzz-ended"]) {
    const options = { name: trainId, trainId, attempt: 1, maxRecords: 200, maxPauseMs: 0, isRough: false };
    const trainer = new Trainer(() => server.url, dice.fork(trainId), options);
    await trainer.burst(200, soon);
    if (trainId === "fuzz-ended") await trainer.finish(soon, "completed");
  }
}

async function tryAll(server: ServerProcess, tried: readonly FuzzCase[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  const waiting = tried.values();
  const inTurn = async () => {
    for (const each of waiting) {
      if (server.crashes > 0) return;
      const wrong = await tryCase(server.port, each);
      if (wrong !== undefined) findings.push({ code: "answer", who: describe(each), what: wrong });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, inTurn));
  // What was under way when the server ended says what may have ended it.
  if (server.crashes > 0)
    return tried.map((each) => ({ code: "crash", who: describe(each), what: "was in its last batch" }));
  return findings;
}

function describe(tried: FuzzCase): string {
  const texts = tried.kind === "socket" ? tried.frames.map((frame) => frame.toString("latin1")) : undefined;
  const shown = tried.kind === "bytes" ? { ...tried, bytes: tried.bytes.toString("latin1") } : tried;
  return JSON.stringify({ ...shown, ...(texts && { frames: texts }) }).slice(0, 1500);
}
