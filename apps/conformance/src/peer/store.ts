import { EventEmitter } from "node:events";
import {
  type CommandStanding,
  type Details,
  initialState,
  nextState,
  type PatchTraining,
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
  /** What its owner says of it. */
  facts: Pick<PatchTraining, "name" | "notes" | "retention"> & { tags: string[] } = {
    name: null,
    tags: [],
    notes: null,
    retention: null,
  };
  /** How often `facts` has changed. */
  version = 0;
  /** What it was told, oldest first. */
  readonly commands: CommandStanding[] = [];
  /** What it has left, by path. */
  artifacts = new Map<string, Buffer>();
  /** What its one attempt printed, if the peer started it. */
  printed: Buffer | undefined;
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
    return { ...this.state, ...this.facts, created_at: this.createdAt };
  }

  /** The oldest seq that retention leaves; what lies before is never shown. */
  get firstSeq(): number {
    return Math.max(1, this.state.seq - (this.facts.retention?.updates ?? Infinity) + 1);
  }

  /** Changes what a patch names. */
  change({ name, tags, notes, retention }: PatchTraining): void {
    if (name !== undefined) this.facts.name = name;
    if (tags !== undefined) this.facts.tags = tags;
    if (notes !== undefined) this.facts.notes = notes;
    if (retention !== undefined) this.facts.retention = retention;
    this.version += 1;
  }

  /** Stores one update. */
  append(details: Details, attempt: number | undefined): void {
    const received_at = new Date().toISOString();
    const state = nextState(this.state, { details, received_at, ...(attempt !== undefined && { attempt }) });
    this.states.push(state);
    this.updates.push(updateOf(state, details));
  }
}

/** Every training of the peer. Emits `change` with the log after each change, `deleted` when it is gone. */
export class ReferenceStore extends EventEmitter<{ change: [TrainingLog]; deleted: [TrainingLog] }> {
  readonly logs = new Map<string, TrainingLog>();
  readonly deletedIds = new Set<string>();
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

  /** Forgets all of a training but its id. */
  delete(log: TrainingLog): void {
    this.logs.delete(log.trainId);
    this.deletedIds.add(log.trainId);
    this.emit("deleted", log);
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
