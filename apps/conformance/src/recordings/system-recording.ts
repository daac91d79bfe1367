import type { FlatMessage, TrainingUpdate } from "@trainwire/protocol";
import type { HealthCounts } from "../actors/health.ts";
import type { StoredRecord } from "../ingest-server/ledger.ts";
import type { ProcessEnd } from "../targets/trainer-target.ts";
import type { Frame } from "../trace.ts";

/** What a viewer of `/ws` saw of a training. */
export interface EnvelopeSighting {
  readonly actor: string;
  /** Whether it asked for the whole history. */
  readonly fromStart: boolean;
  /** Updates and snapshots, in the order they came. */
  readonly updates: TrainingUpdate[];
  /** The seq of each `training_completed`. */
  readonly completed: number[];
  /** How often its connection was lost before the end. */
  losses: number;
  /** Why it did not see the end; `undefined` if it did. */
  problem: string | undefined;
}

/** What a viewer of the flat endpoint saw of a training. */
export interface FlatSighting {
  readonly actor: string;
  /** Whether it asked for the whole history. */
  readonly fromStart: boolean;
  readonly states: FlatMessage[];
  /** How often its connection was lost before the end. */
  losses: number;
  problem: string | undefined;
}

/** What a polling viewer saw of a training. */
export interface PollSighting {
  readonly updates: TrainingUpdate[];
  /** How many pages said that the training had ended. */
  ends: number;
  problem: string | undefined;
}

/** What became of a viewer that gave no sign of life. */
export interface HalfOpenSighting {
  /** Of the welcome, in seconds. */
  readonly heartbeatSeconds: number;
  /** The server's counts while it was subscribed. */
  readonly countsMeanwhile: HealthCounts;
  /** How long the server kept it, in milliseconds; `undefined` if longer than the suite waited. */
  droppedAfterMs: number | undefined;
}

/** What viewers, server and trainer did in one scene. */
export interface SystemRecording {
  readonly frames: readonly Frame[];
  /** Messages that broke their schema, whoever received them. */
  readonly violations: readonly string[];
  /** Viewers of `/ws` that see the whole training; the one that is cut is among them. */
  readonly envelopes: readonly EnvelopeSighting[];
  /** Viewers of the flat endpoint. */
  readonly flats: readonly FlatSighting[];
  readonly poller: PollSighting;
  /** A viewer of `/ws` that did not read until the training had ended; only in the watched scene. */
  readonly slow: EnvelopeSighting | undefined;
  /** Only in the watched scene. */
  readonly halfOpen: HalfOpenSighting | undefined;
  /** Counts before the viewers came, and when all had gone. */
  readonly counts: { readonly before: HealthCounts; readonly after: HealthCounts } | undefined;
  /** The log as polled after the end. */
  readonly log: readonly TrainingUpdate[];
  /** What the server acknowledged to the trainer as stored. */
  readonly acknowledged: readonly StoredRecord[];
  /** Records that the trainer sent while the server did not answer. */
  readonly unanswered: readonly unknown[];
  readonly end: ProcessEnd | undefined;
  /** Why nothing can be judged; `undefined` if the training ran to its end. */
  readonly problem: string | undefined;
}
