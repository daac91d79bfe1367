import type { PeerSocket } from "./peer-socket.ts";
import type { ReferenceStore, TrainingLog } from "./store.ts";

/** The list of trainings on one socket: a snapshot, then what changed, at most once per interval. */
export class ListFeed {
  readonly #socket: PeerSocket;
  readonly #store: ReferenceStore;
  readonly #intervalMs: number;
  readonly #changed = new Set<TrainingLog>();
  #timer: NodeJS.Timeout | undefined;

  constructor(socket: PeerSocket, store: ReferenceStore, intervalMs: number) {
    this.#socket = socket;
    this.#store = store;
    this.#intervalMs = intervalMs;
    store.on("change", this.#onChange);
    socket.send({ type: "trainings_update", snapshot: true, trainings: store.newestFirst().slice(0, 1000) });
  }

  /** Ends the feed; nothing is sent after. */
  stop(): void {
    this.#store.off("change", this.#onChange);
    clearTimeout(this.#timer);
  }

  readonly #onChange = (log: TrainingLog): void => {
    this.#changed.add(log);
    this.#timer ??= setTimeout(() => this.#flush(), this.#intervalMs);
  };

  #flush(): void {
    this.#timer = undefined;
    const trainings = [...this.#changed].map(({ summary }) => summary);
    this.#changed.clear();
    this.#socket.send({ type: "trainings_update", trainings });
  }
}
