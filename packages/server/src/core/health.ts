import type { Change, Health, TrainingState } from "@trainwire/protocol";

/** What a trainer that promises nothing is taken to promise: an update every 60 s. */
const defaultPromiseSeconds = 60;
/** How much longer than promised an update may take. With the time of a look it makes less than 10 s. */
const graceSeconds = 8;
/** A trainer that was heard of within this time is alive: one that dies before its promise is up never seems to be. */
const aliveSeconds = graceSeconds;
/** After this many promises, and at least this many seconds, without any sign the trainer is called lost. */
const lostAfterPromises = 5;
const lostAfterSeconds = 30;

/** What the health of a training is derived from; all times in milliseconds since the epoch. */
export interface Signs {
  /** When its last update was received. */
  readonly updatedAtMs: number;
  /** When its trainer was last heard of, by any request. */
  readonly contactAtMs: number;
  /** What it promised: seconds until its next update. */
  readonly promiseSeconds: number | null | undefined;
  readonly nowMs: number;
}

/** Whether a training's health changes by itself, without a report: it runs, and is not given up yet. */
export function needsWatch(state: TrainingState): boolean {
  return (state.status === "running" || state.status === "starting") && state.health !== "lost";
}

/** A health, and why it is that. */
export interface Judgement {
  readonly health: Health;
  readonly reason: string;
}

/** The health that the signs speak of. A heartbeat alone is not progress: it makes `late` `stalled`. */
export function deriveHealth(signs: Signs): Judgement {
  const promise =
    signs.promiseSeconds && signs.promiseSeconds > 0 ? signs.promiseSeconds : defaultPromiseSeconds;
  const age = (signs.nowMs - signs.updatedAtMs) / 1000;
  const silence = (signs.nowMs - signs.contactAtMs) / 1000;
  const reason = `no update for ${Math.floor(age)} s, ${signs.promiseSeconds ? "promised" : "expected"} every ${promise} s`;
  if (age <= promise + graceSeconds) return { health: "ok", reason: "updates arrive as promised" };
  if (silence <= aliveSeconds) return { health: "stalled", reason: `${reason}, though its trainer is alive` };
  if (age <= promise * lostAfterPromises + graceSeconds || silence <= lostAfterSeconds)
    return { health: "late", reason };
  return { health: "lost", reason: `${reason}, and its trainer is silent` };
}

/** The server's own record of a change of health. */
export function healthRecord(health: Health, reason: string, nowMs: number): Change {
  const at = new Date(nowMs).toISOString();
  return { details: { event: { kind: "health", health, reason, at } }, received_at: at };
}
