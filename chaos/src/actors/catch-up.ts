import { createHash } from "node:crypto";
import { parentPort, Worker, workerData } from "node:worker_threads";
import { WebSocket } from "ws";
import { ChaosError } from "../errors.ts";

/** What a viewer that catches up is asked to do, in a thread of its own. */
export interface CatchUpTask {
  readonly wsUrl: string;
  readonly trainId: string;
  /** It tells when it has come so far. */
  readonly until: number;
}

/** What became of it. */
export interface CatchUp {
  /** The seq of the last update, which ended the training. */
  readonly last: number;
  /** SHA-256 over the texts of all updates, in the order they came. */
  readonly hash: string;
  /** What was wrong on the way. */
  readonly wrong: readonly string[];
}

/** A viewer that reads a whole log in a thread of its own, so that its work delays no one else's measurement. */
export class CatchUpViewer {
  /** Resolves once it has read as far as it was asked. */
  readonly caughtUp: Promise<void>;
  /** Resolves at the end of the training. */
  readonly ended: Promise<CatchUp>;

  constructor(task: CatchUpTask) {
    const worker = new Worker(new URL(import.meta.url), { workerData: task });
    this.caughtUp = new Promise((resolve) =>
      worker.on("message", (told) => told === "caught up" && resolve()),
    );
    this.ended = new Promise((resolve, reject) => {
      worker.on("message", (told: CatchUp | string) => typeof told === "object" && resolve(told));
      worker.on("error", reject);
      worker.on("exit", () => reject(new ChaosError("ended", "a viewer ended before its training")));
    });
    // Asked for only once the rest is over.
    this.ended.catch(() => undefined);
  }
}

/** The hash of a log as `CatchUp` has it. */
export class LogHash {
  readonly #hash = createHash("sha256");

  add(text: string): void {
    this.#hash.update(text).update("\n");
  }

  digest(): string {
    return this.#hash.digest("hex");
  }
}

function catchUp({ wsUrl, trainId, until }: CatchUpTask, tell: (told: CatchUp | "caught up") => void): void {
  const hash = new LogHash();
  const wrong: string[] = [];
  let last = 0;
  const ws = new WebSocket(`${wsUrl}/ws`, { perMessageDeflate: false });
  const finish = () => {
    tell({ last, hash: hash.digest(), wrong: wrong.slice(0, 20) });
    ws.close();
  };
  ws.on("open", () =>
    ws.send(JSON.stringify({ type: "subscribe_training", train_id: trainId, after_seq: 0 })),
  );
  ws.on("error", (error) => wrong.push(error.message));
  ws.on("message", (data: Buffer) => {
    const text = data.toString();
    const message = JSON.parse(text) as { type: string; seq: number; snapshot?: boolean };
    if (message.type === "training_completed") return finish();
    if (message.type !== "training_update") return;
    if (message.snapshot || message.seq !== last + 1)
      wrong.push(`${message.snapshot ? "snapshot" : "update"} ${message.seq} after ${last}`);
    last = message.seq;
    hash.add(text);
    if (last === until) tell("caught up");
  });
  ws.on("close", (code) => {
    if (code === 1005) return;
    wrong.push(`closed with ${code} at ${last}`);
    finish();
  });
}

if (parentPort) {
  const port = parentPort;
  catchUp(workerData as CatchUpTask, (told) => port.postMessage(told));
}
