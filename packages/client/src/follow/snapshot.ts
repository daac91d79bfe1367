import type { TrainId, TrainingState, TrainingSummary, TrainingUpdate } from "@trainwire/protocol";

/** What is known of a followed training at one moment. */
export interface TrainingSnapshot {
  readonly trainId: TrainId;
  /** `waiting`: not confirmed yet, or unknown to the server so far. `ended`: the terminal was received. */
  readonly phase: "waiting" | "following" | "ended";
  /** The state with every field carried forward; null until something is known. */
  readonly state: TrainingState | null;
  /**
   * The stored updates received, in seq order, append-only: since `afterSeq`, or since following began. The
   * same array while the numbering lasts, a new one after a reset. Kept as long as the following.
   */
  readonly updates: readonly TrainingUpdate[];
  /**
   * Why the server does not give the training at present: `unknown_training`, after which it is asked again,
   * or `unauthorized` and `forbidden`, after which only sparsely.
   */
  readonly error: { readonly code: string; readonly message: string } | null;
  /** When something of this training last came, in milliseconds since 1970. */
  readonly receivedAtMs: number | null;
}

/** What is known of the list of trainings at one moment. */
export interface TrainingsSnapshot {
  readonly phase: "waiting" | "following";
  /** Newest first. */
  readonly trainings: readonly TrainingSummary[];
  /** When something of the list last came, in milliseconds since 1970. */
  readonly receivedAtMs: number | null;
}

/** The snapshot of a training of which nothing is known yet. */
export function waitingSnapshot(trainId: TrainId): TrainingSnapshot {
  return { trainId, phase: "waiting", state: null, updates: [], error: null, receivedAtMs: null };
}

/** The snapshot of the list before anything came. */
export const waitingTrainings: TrainingsSnapshot = { phase: "waiting", trainings: [], receivedAtMs: null };
