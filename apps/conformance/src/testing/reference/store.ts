import { EventEmitter } from "node:events";
import {
  type Details,
  initialState,
  nextState,
  type TrainingState,
  type TrainingSummary,
  type TrainingUpdate,
  updateOf,
} from "@trainwire/protocol";

/** One training in memory: its updates, and the state after each. */
export class TrainingLog {
  readonly trainId: string;
  readonly streamId: string;
  readonly createdAt = new Date().toISOString();
  readonly updates: TrainingUpdate[] = [];
  /** The state after seq n at index n; the first is the empty log's. */
  readonly states: TrainingState[];
  /** Highest stored producer_seq by producer_id. */
  readonly producers = new Map<string, number>();

  constructor(trainId: string, streamId: string) {
    this.trainId = trainId;
    this.streamId = streamId;
    this.states = [initialState(trainId, streamId)];
  }

  /** The state at the head. */
  get state(): TrainingState {
    return this.stateAt(this.updates.length);
  }

  /** The state after this seq. */
  stateAt(seq: number): TrainingState {
    return this.states[seq] ?? initialState(this.trainId, this.streamId);
  }

  /** What lists show. */
  get summary(): TrainingSummary {
    return { ...this.state, name: null, tags: [], created_at: this.createdAt };
  }

  /** Stores one update. */
  append(details: Details, attempt: number | undefined): void {
    const received_at = new Date().toISOString();
    const state = nextState(this.state, { details, received_at, ...(attempt !== undefined && { attempt }) });
    this.states.push(state);
    this.updates.push(updateOf(state, details));
  }
}

/** Every training of the peer. Emits `change` with the log after each change. */
export class ReferenceStore extends EventEmitter<{ change: [TrainingLog] }> {
  readonly logs = new Map<string, TrainingLog>();
  #streams = 0;

  constructor() {
    super();
    this.setMaxListeners(0);
  }

  /** Every training as lists show it. */
  newestFirst(): TrainingSummary[] {
    const trainings: TrainingSummary[] = [];
    for (const { summary } of this.logs.values()) trainings.unshift(summary);
    return trainings;
  }

  /** The training's log, made if there is none. */
  open(trainId: string): TrainingLog {
    const known = this.logs.get(trainId);
    if (known) return known;
    this.#streams += 1;
    const log = new TrainingLog(trainId, `stream-${this.#streams}`);
    this.logs.set(trainId, log);
    return log;
  }
}
