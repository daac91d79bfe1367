import { type Leaving, leavings, visit } from "../actors/brief-visitor.ts";
import { Trainer } from "../actors/trainer.ts";
import { Dice } from "../harness/dice.ts";
import { ServerProcess } from "../harness/server-process.ts";
import { Bystanders } from "./bystanders.ts";
import type { ProofResult, Say } from "./proof.ts";

/** How the proof is carried out. */
export interface DisconnectsOptions {
  readonly seed: number;
  readonly visits: number;
  readonly say: Say;
}

/** Updates of the training that is visited: about 1.5 MB to leave in the middle of. */
const backlog = 4000;

/** Visitors that are there at a time. */
const atOnce = 40;

/** How long the visited training may take to be written. */
const prepareMs = 60_000;

/** Visitors leave at every point from the first byte on: nothing stays behind, and nobody else is disturbed. */
export async function proveDisconnects({ seed, visits, say }: DisconnectsOptions): Promise<ProofResult> {
  const dice = new Dice(seed);
  await using server = await ServerProcess.start({ flags: ["--heartbeat-seconds", "2"] });
  const trainId = "visited";
  const prepared = {
    name: "visited",
    trainId,
    attempt: 1,
    producerId: "v",
    maxRecords: backlog,
    maxPauseMs: 0,
    isRough: false,
  };
  await new Trainer(() => server.url, dice.fork("visited"), prepared).burst(
    backlog,
    AbortSignal.timeout(prepareMs),
  );
  const bystanders = await Bystanders.start(server, dice);
  const left = new Map<Leaving, number>();
  let done = 0;
  const visitInTurn = async () => {
    while (done < visits) {
      done += 1;
      if (done % 200 === 0) say(`${done} visits`);
      const own = dice.fork(`visit-${done}`);
      const leaving = own.pick(leavings);
      left.set(leaving, (left.get(leaving) ?? 0) + 1);
      await visit({ port: server.port, trainId }, leaving, own);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, visitInTurn));
  const { findings, updates } = await bystanders.finish();
  const points = Object.fromEntries([...left].map(([leaving, count]) => [`left ${leaving}`, count]));
  return {
    proof: "disconnects",
    seed,
    findings,
    facts: { visits, updates_seen_by_bystanders: updates, ...points },
  };
}
