import { isTerminal, toEnvelope } from "@trainwire/protocol";
import type { PeerSocket } from "./peer-socket.ts";
import type { TrainingLog } from "./store.ts";

/** One training on one envelope socket: knows how far it has sent, and sends what is there beyond. */
export class TrainingSubscription {
  readonly #socket: PeerSocket;
  readonly #log: TrainingLog;
  readonly #maxBufferedBytes: number;
  #sent: number;
  #completed = false;
  #lagging = false;

  constructor(
    socket: PeerSocket,
    { log, after, maxBufferedBytes }: { log: TrainingLog; after: number; maxBufferedBytes: number },
  ) {
    this.#socket = socket;
    this.#log = log;
    this.#sent = after;
    this.#maxBufferedBytes = maxBufferedBytes;
  }

  /** Sends the newest state and goes on from there. */
  snapshot(): void {
    const { state } = this.#log;
    this.#sent = state.seq;
    this.#socket.send(toEnvelope(state), () => this.#drained());
  }

  /** Sends every update that is not sent yet, and the end once it is reached. */
  pump(): void {
    for (const update of this.#log.updates.slice(this.#sent)) {
      if (this.#lagging || this.#socket.buffered > this.#maxBufferedBytes) {
        this.#lagging = true;
        return;
      }
      this.#sent = update.seq;
      this.#socket.send(update, () => this.#drained());
    }
    const { state, trainId } = this.#log;
    if (this.#completed || !isTerminal(state.status) || this.#sent < state.seq) return;
    this.#completed = true;
    const { data } = toEnvelope(state);
    this.#socket.send({ type: "training_completed", train_id: trainId, seq: state.seq, data });
  }

  /** A viewer that was too slow goes on with the newest state. */
  #drained(): void {
    if (!this.#lagging || this.#socket.buffered > 0) return;
    this.#lagging = false;
    if (this.#sent < this.#log.state.seq) this.snapshot();
    this.pump();
  }
}
