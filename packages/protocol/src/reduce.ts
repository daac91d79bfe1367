import { countFields, type Metrics, measuredFields, type Nonfinite, textFields } from "./fields.ts";
import type { StreamId, TrainId } from "./ids.ts";
import { limits } from "./limits.ts";
import type { Details, TrainingUpdate } from "./server-messages.ts";
import type { TrainingState } from "./state.ts";
import { isTerminal } from "./status.ts";

const numberNames = [...Object.keys(measuredFields), ...Object.keys(countFields)] as (keyof Details)[];
const textNames = Object.keys(textFields) as (keyof Details)[];
/** What is carried forward as it was reported. Progress has a rule of its own. */
const carriedNames = [...numberNames, ...textNames].filter((name) => name !== "progress");

/** What one record changes: its details, and what the server knows of it. */
export interface Change {
  readonly details: Details;
  /** The attempt it belongs to, if it names one; a higher one than the state's raises it. */
  readonly attempt?: number;
  /** When the server received it, RFC 3339 UTC; `null` if that is not known to the reader. */
  readonly received_at: string | null;
}

/** The state of a training that has no update yet: seq 0, queued. */
export function initialState(trainId: TrainId, streamId: StreamId): TrainingState {
  return {
    job_id: trainId,
    status: "queued",
    progress: 0,
    current_epoch: null,
    total_epochs: null,
    current_step: null,
    total_steps: null,
    loss: null,
    eval_loss: null,
    samples_per_second: null,
    gpu_memory_allocated_gb: null,
    eta_seconds: null,
    timestamp: null,
    complete: false,
    seq: 0,
    stream_id: streamId,
    attempt: 1,
    health: "ok",
    received_at: null,
  };
}

/**
 * The state after one more record: every field carried forward, seq one higher. Pure. A terminal state is
 * final: it is returned unchanged, since nothing follows a terminal.
 */
export function nextState(state: TrainingState, change: Change): TrainingState {
  if (state.complete) return state;
  const { details } = change;
  const next: TrainingState = {
    ...withoutPassing(state),
    ...reportedOf(details),
    status: nextStatus(state, details),
    seq: state.seq + 1,
    attempt: Math.max(state.attempt, change.attempt ?? 1),
    health: nextHealth(state, details),
    // A record of the server's own is no sign of the trainer; it carries its own time in the event.
    received_at: details.event ? state.received_at : change.received_at,
  };
  next.progress = nextProgress(next, details);
  next.complete = isTerminal(next.status);
  const reason = nextReason(next, state, details);
  if (reason !== undefined) next.reason = reason;
  if (details.checkpoint) next.checkpoint = details.checkpoint;
  if (details.metrics) next.metrics = nextMetrics(state.metrics, details.metrics);
  const nonfinite = nextNonfinite(next, state, details);
  if (nonfinite.length > 0) next.nonfinite = nonfinite;
  if (details.event) next.event = details.event;
  return next;
}

/** It belongs to the status: it stays until the status changes, or another reason comes. */
function nextReason(next: TrainingState, state: TrainingState, details: Details): string | undefined {
  if (details.reason !== undefined) return details.reason;
  if (details.status !== undefined && details.event?.reason !== undefined) return details.event.reason;
  return next.status === state.status ? state.reason : undefined;
}

/** The state but for what holds for one update only. Most states have none of it, and are not copied. */
function withoutPassing(state: TrainingState): TrainingState {
  if (state.event === undefined && state.nonfinite === undefined && state.reason === undefined) return state;
  const { event: _past, nonfinite: _stale, reason: _settled, ...carried } = state;
  return carried;
}

/** What a record reports of the carried fields. */
function reportedOf(details: Details): Partial<TrainingState> {
  const reported: Record<string, unknown> = {};
  for (const name of carriedNames) {
    const value = details[name];
    if (value !== undefined) reported[name] = value;
  }
  return reported;
}

/** A report that measures something starts a training that never said so. */
function nextStatus(state: TrainingState, details: Details): TrainingState["status"] {
  if (details.status !== undefined) return details.status;
  const waiting = state.status === "queued" || state.status === "starting";
  const measures = details.metrics !== undefined || numberNames.some((name) => details[name] !== undefined);
  return waiting && measures ? "running" : state.status;
}

/** The server's own health events set it; otherwise it stays. */
function nextHealth(state: TrainingState, details: Details): TrainingState["health"] {
  const health = details.event?.kind === "health" ? details.event["health"] : undefined;
  return typeof health === "string" ? health : state.health;
}

/** Sent, else step / total when either was sent, else carried forward; always finite, 0 to 100. */
function nextProgress(next: TrainingState, details: Details): number {
  if (typeof details.progress === "number") return clampPercent(details.progress);
  const stepReported = details.current_step !== undefined || details.total_steps !== undefined;
  if (!stepReported || next.current_step === null || !next.total_steps) return next.progress;
  return clampPercent((next.current_step / next.total_steps) * 100);
}

function clampPercent(value: number): number {
  return Math.min(100, Math.max(0, value));
}

/** Above this many metrics a copy is filled name by name, which engines do faster there than a spread. */
const manyMetrics = 64;

/** Carried forward by name. Above `maxMetrics` names, the first of those not in this report make room. */
function nextMetrics(past: Metrics = {}, reported: Metrics): Metrics {
  const names = Object.keys(past);
  let count = names.length;
  for (const name in reported) if (!Object.hasOwn(past, name)) count += 1;
  if (count <= manyMetrics) return { ...past, ...reported };
  // Without a prototype it is a dictionary from the start, and never takes a shape of its own.
  const merged = Object.create(null) as Metrics;
  for (const name of names) {
    const makesRoom = count > limits.maxMetrics && !Object.hasOwn(reported, name);
    if (makesRoom) count -= 1;
    else merged[name] = past[name] ?? null;
  }
  return Object.assign(merged, reported);
}

/** Names stay until their value is reported anew, or its metric made room for another. */
function nextNonfinite(next: TrainingState, state: TrainingState, details: Details): Nonfinite[] {
  if (!state.nonfinite && !details.nonfinite) return [];
  const holds = (fields: Details, name: string): boolean =>
    name.startsWith("metrics.")
      ? Object.hasOwn(fields.metrics ?? {}, name.slice("metrics.".length))
      : Object.hasOwn(fields, name);
  const kept = (state.nonfinite ?? []).filter(({ name }) => !holds(details, name) && holds(next, name));
  const byName = new Map([...kept, ...(details.nonfinite ?? [])].map((entry) => [entry.name, entry]));
  return [...byName.values()];
}

/** The stored update that led to `state`: its headline, and exactly what was reported. */
export function updateOf(state: TrainingState, details: Details): TrainingUpdate {
  const { progress, status, health, attempt, received_at } = state;
  return {
    type: "training_update",
    train_id: state.job_id,
    seq: state.seq,
    data: { progress, status, health, attempt, received_at, details },
  };
}

/**
 * A reader's state after an update from the server: a snapshot replaces it, an update is carried into it. The
 * server's word on progress, status, health and attempt is final. Once complete, only a snapshot changes it.
 */
export function applyUpdate(state: TrainingState, update: TrainingUpdate): TrainingState {
  if (state.complete && !update.snapshot) return state;
  const { details, ...headline } = update.data;
  const known = Object.fromEntries(Object.entries(headline).filter(([, value]) => value !== undefined));
  const base = update.snapshot
    ? ({
        ...initialState(update.train_id, details.stream_id ?? state.stream_id),
        ...details,
      } as TrainingState)
    : nextState(state, { details, received_at: headline.received_at ?? null });
  return { ...base, ...known, seq: update.seq, complete: base.complete || isTerminal(headline.status) };
}
