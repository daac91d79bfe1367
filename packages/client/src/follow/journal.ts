import {
  applyUpdate,
  initialState,
  type StreamId,
  type TrainId,
  type TrainingState,
  type TrainingUpdate,
} from "@trainwire/protocol";
import type { TrainwireClientError } from "../errors.ts";
import type { SequenceOutput } from "./sequence.ts";

/** What was received while one numbering lasted. */
interface Chapter {
  snapshot: TrainingUpdate | null;
  readonly updates: TrainingUpdate[];
  next: Chapter | null;
}

/**
 * What a following has received: the updates, and the state carried forward over them. Iterators read from it
 * at their own pace, so nothing is queued for a slow one; the updates are kept as long as the following.
 */
export class Journal {
  readonly #trainId: TrainId;
  readonly #keeps: boolean;
  #chapter: Chapter = { snapshot: null, updates: [], next: null };
  #state: TrainingState | null = null;
  #phase: "open" | "ended" | "stopped" = "open";
  #failure: TrainwireClientError | null = null;
  #wakeReaders: () => void = () => undefined;
  #changed: Promise<void> = Promise.resolve();

  /** @param keeps whether updates are kept, or only carried into the state */
  constructor(trainId: TrainId, keeps = true) {
    this.#trainId = trainId;
    this.#keeps = keeps;
    this.#renewSignal();
  }

  /** The updates since the beginning, or since the last restart: append-only. */
  get updates(): readonly TrainingUpdate[] {
    return this.#chapter.updates;
  }

  /** The state carried forward; null until something is known. */
  get state(): TrainingState | null {
    return this.#state;
  }

  /** The log is known to be empty so far. */
  beginEmpty(streamId: StreamId): void {
    this.#state ??= initialState(this.#trainId, streamId);
  }

  /** Writes down what a sequence put out. */
  take(output: SequenceOutput, streamId: StreamId): void {
    switch (output.type) {
      case "release":
        for (const update of output.updates) {
          if (this.#keeps) this.#chapter.updates.push(update);
          this.#state = applyUpdate(this.#state ?? initialState(this.#trainId, streamId), update);
        }
        break;
      case "snapshot":
        this.#chapter.snapshot = output.update;
        this.#state = this.#stateFrom(output.update, streamId);
        break;
      case "base":
        this.#state = this.#stateFrom(output.update, streamId);
        break;
      case "restart":
        this.#chapter.next = { snapshot: null, updates: [], next: null };
        this.#chapter = this.#chapter.next;
        this.#state = null;
        break;
      case "ended":
        this.#phase = "ended";
        break;
      default:
        output satisfies never;
    }
    this.#renewSignal();
  }

  /** Nothing is read after this; with a failure, iterators throw it. */
  stop(failure: TrainwireClientError | null): void {
    this.#phase = "stopped";
    this.#failure = failure;
    this.#renewSignal();
  }

  /** Each item once: the snapshot of a following that starts now, then every update; ends with the training. */
  async *read(): AsyncGenerator<TrainingUpdate, void, undefined> {
    let chapter = this.#chapter;
    let snapshotRead = false;
    let index = 0;
    while (this.#phase !== "stopped") {
      const changed = this.#changed;
      const update = chapter.updates[index];
      if (!snapshotRead && chapter.snapshot !== null) {
        snapshotRead = true;
        yield chapter.snapshot;
      } else if (update !== undefined) {
        index += 1;
        yield update;
      } else if (chapter.next !== null) {
        chapter = chapter.next;
        snapshotRead = false;
        index = 0;
      } else if (this.#phase === "ended") {
        return;
      } else {
        await changed;
      }
    }
    if (this.#failure !== null) throw this.#failure;
  }

  /** The whole state of a snapshot, and what was received after it. */
  #stateFrom(snapshot: TrainingUpdate, streamId: StreamId): TrainingState {
    const state = applyUpdate(initialState(this.#trainId, streamId), { ...snapshot, snapshot: true });
    return this.#chapter.updates.filter(({ seq }) => seq > snapshot.seq).reduce(applyUpdate, state);
  }

  #renewSignal(): void {
    this.#wakeReaders();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#changed = promise;
    this.#wakeReaders = resolve;
  }
}
