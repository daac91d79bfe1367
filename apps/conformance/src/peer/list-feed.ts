import type { PeerSocket } from "./peer-socket.ts";
import type { ReferenceStore, TrainingLog } from "./store.ts";
import { covers } from "./tokens.ts";

/** The list of trainings on one socket: a snapshot, then what changed, at most once per interval. */
export class ListFeed {
  readonly #socket: PeerSocket;
  readonly #store: ReferenceStore;
  readonly #intervalMs: number;
  readonly #changed = new Set<TrainingLog>();
  readonly #removed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(socket: PeerSocket, store: ReferenceStore, intervalMs: number) {
    this.#socket = socket;
    this.#store = store;
    this.#intervalMs = intervalMs;
    store.on("change", this.#onChange).on("deleted", this.#onDeleted);
    const trainings = store.newestFirst().filter(({ job_id }) => covers(socket.grant, job_id));
    socket.send({ type: "trainings_update", snapshot: true, trainings: trainings.slice(0, 1000) });
  }

  /** Ends the feed; nothing is sent after. */
  stop(): void {
    this.#store.off("change", this.#onChange).off("deleted", this.#onDeleted);
    clearTimeout(this.#timer);
  }

  readonly #onChange = (log: TrainingLog): void => {
    if (!covers(this.#socket.grant, log.trainId)) return;
    this.#changed.add(log);
    this.#schedule();
  };

  readonly #onDeleted = (log: TrainingLog): void => {
    if (!covers(this.#socket.grant, log.trainId)) return;
    this.#changed.delete(log);
    this.#removed.add(log.trainId);
    this.#schedule();
  };

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.#flush(), this.#intervalMs);
  }

  #flush(): void {
    this.#timer = undefined;
    const trainings = [...this.#changed].map(({ summary }) => summary);
    const removed = [...this.#removed];
    this.#changed.clear();
    this.#removed.clear();
    this.#socket.send({ type: "trainings_update", trainings, ...(removed.length > 0 && { removed }) });
  }
}
