import type { TrainwireClient } from "@trainwire/client";
import type { TrainingUpdate } from "@trainwire/protocol";
import { namesOf } from "../../../shared/charts/series-history.ts";
import { pacedTask } from "../../../shared/paced-task.ts";
import { EventLog, type TrainingEvent } from "./event-log.ts";

/** What the updates of a training told, as far as they were read. */
export interface FeedSnapshot {
  /** Oldest first. */
  readonly events: readonly TrainingEvent[];
  /** Series that were reported, in order of appearance. */
  readonly names: readonly string[];
  /** Updates after this seq were read. */
  readonly readFrom: number;
}

/** What a following has received is let go after so many updates. */
const keptAtMost = 2000;

/**
 * Reads the newest updates of a training and all that follow, for what happened in it and which series it has.
 * Keeps what it found and not what it read.
 */
export class TrainingFeed {
  readonly #client: TrainwireClient;
  readonly #trainId: string;
  readonly #from: number;
  readonly #listeners = new Set<() => void>();
  readonly #tell = pacedTask(() => {
    for (const listener of this.#listeners) listener();
  });
  #log = new EventLog();
  #names: readonly string[] = [];
  #snapshot: FeedSnapshot;

  /** @param afterSeq where reading begins */
  constructor(client: TrainwireClient, trainId: string, afterSeq: number) {
    this.#client = client;
    this.#trainId = trainId;
    this.#from = afterSeq;
    this.#snapshot = { events: [], names: [], readFrom: afterSeq };
  }

  readonly get = (): FeedSnapshot => this.#snapshot;

  /** Reads as long as somebody listens. Returns the way to stop. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    const ending = new AbortController();
    void this.#read(ending.signal);
    return () => {
      ending.abort();
      this.#listeners.delete(listener);
      this.#tell.cancel();
    };
  };

  async #read(signal: AbortSignal): Promise<void> {
    let afterSeq = this.#from;
    let isGoingOn = true;
    this.#log = new EventLog();
    while (isGoingOn && !signal.aborted) {
      isGoingOn = false;
      using following = this.#client.follow(this.#trainId, { afterSeq, signal });
      let read = 0;
      for await (const update of following) {
        // Numbered anew: what was read tells nothing of this log.
        if (update.seq <= afterSeq) this.#log = new EventLog();
        afterSeq = update.seq;
        this.#take(update);
        read += 1;
        isGoingOn = read >= keptAtMost;
        if (isGoingOn) break;
      }
    }
  }

  #take(update: TrainingUpdate): void {
    this.#log.absorb(update);
    const { events } = this.#log;
    const added = namesOf(update).filter((name) => !this.#names.includes(name));
    if (added.length > 0) this.#names = [...this.#names, ...added];
    if (events === this.#snapshot.events && added.length === 0) return;
    this.#snapshot = { ...this.#snapshot, events, names: this.#names };
    this.#tell.request();
  }
}
