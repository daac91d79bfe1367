import type { CommitGroup } from "./commit-group.ts";
import type { Counters, Deliveries } from "./counters.ts";
import { TrainwireServerError } from "./errors.ts";
import type { Format, Replay } from "./format.ts";
import type { Frame } from "./frame.ts";
import type { Log } from "./log.ts";
import type { Slices } from "./slices.ts";
import type { Socket } from "./socket.ts";
import type { Follower, Training } from "./training.ts";
import type { Turns } from "./turns.ts";

/** How many stored updates are read at a time while a viewer catches up. */
const maxPageUpdates = 250;

/** What a subscription needs of its server. */
export interface SubscriptionContext {
  readonly log: Log;
  readonly socket: Socket;
  readonly format: Format;
  readonly counters: Pick<Counters, "droppedToNewest" | "resets">;
  /** Where what is sent in this format is counted. */
  readonly deliveries: Deliveries;
  /** Of all subscriptions of a socket, one catches up at a time: so that its buffer stays bounded. */
  readonly turns: Turns;
  /** Of all viewers of a server, so many are caught up in a turn that live ones do not wait for them. */
  readonly slices: Slices;
  /** Above this many unsent bytes a viewer is slow: it gets the newest state once it has caught up. */
  readonly maxBufferedBytes: number;
  /** Called once, when nothing more will be sent. */
  readonly onEnd: () => void;
  /** Called when the log of a subscription cannot be read. The socket is closed with 1011 then. */
  readonly onError: (error: unknown) => void;
}

/**
 * - `backlog`: stored updates are sent page by page, at the viewer's pace; live ones wait in the log.
 * - `live`: each commit is sent as it happens.
 * - `lagging`: the buffer is full; nothing is sent until it is empty, and then the newest state.
 * - `ended`: the terminal was sent, or the viewer left.
 */
export type Phase = "backlog" | "live" | "lagging" | "ended";

/** One viewer following one training, on either endpoint. Each update is sent at most once, in seq order. */
export class Subscription implements Follower {
  readonly training: Training;
  readonly #context: SubscriptionContext;
  readonly #socket: Socket;
  readonly #maxBufferedBytes: number;
  readonly #unfollow: () => void;
  #phase: Phase = "live";
  #position: number;

  constructor(training: Training, context: SubscriptionContext) {
    this.training = training;
    this.#context = context;
    this.#socket = context.socket;
    this.#maxBufferedBytes = context.maxBufferedBytes;
    this.#position = training.head.seq;
    this.#unfollow = training.follow(this);
  }

  /** What it is doing. */
  get phase(): Phase {
    return this.#phase;
  }

  /** Begins with the whole state, or, without a snapshot, after a position that the log holds. Call it once, at once. */
  start(afterSeq?: number): void {
    if (afterSeq === undefined) this.#sendSnapshot();
    else if (afterSeq === this.#position) this.#endIfComplete(this.training.head);
    else {
      this.#position = afterSeq;
      void this.#catchUp();
    }
  }

  /** Ends it. Nothing is sent afterwards. Safe to call more than once. */
  close(): void {
    if (this.#phase === "ended") return;
    this.#phase = "ended";
    this.#unfollow();
    this.#context.onEnd();
  }

  /** Called by the training when it is deleted. */
  onDeleted(): void {
    if (this.#phase === "ended") return;
    this.close();
    this.#context.format.delete(this.#context.socket, this.training);
  }

  /** Called by the training after each commit, once for every viewer: the hot path of fan-out. */
  onCommit(group: CommitGroup): void {
    try {
      if (this.#phase === "live") this.#pass(group);
    } catch (error) {
      // The other viewers of the training are told all the same.
      this.#fail(error);
    }
  }

  #pass(group: CommitGroup): void {
    const { lastSeq, afterSeq } = group;
    if (lastSeq > this.#position) {
      // Nothing may be passed over in silence, whatever went before.
      if (afterSeq > this.#position) return void this.#catchUp();
      const parcel = this.#context.format.updates(group, this.training);
      if (this.#socket.bufferedBytes + parcel.length > this.#maxBufferedBytes) return this.#holdBack();
      this.#context.deliveries.live += lastSeq - this.#position;
      if (afterSeq === this.#position) {
        this.#socket.sendParcel(parcel);
      } else this.#sendRest(group);
      this.#position = lastSeq;
    }
    if (group.isTerminal) this.#endIfComplete(group.last);
  }

  /** Either the viewer is slow, or one turn brought more than the buffer may hold; then the rest comes from the log. */
  #holdBack(): void {
    void (this.#socket.heldBytes > 0 ? this.#waitOut() : this.#catchUp());
  }

  /** A replay may have read what was stored, but not told yet. */
  #sendRest(group: CommitGroup): void {
    const { socket, format } = this.#context;
    for (const frame of group.frames) {
      if (frame.seq > this.#position) socket.send(format.update(frame));
    }
  }

  /** Sends what is stored after the position, and cuts over to live where nothing is left to read. */
  async #catchUp(): Promise<void> {
    const { log, format, turns } = this.#context;
    this.#phase = "backlog";
    try {
      const word = format.replay(log, this.training, this.#position);
      while (this.#isGoingOn() && this.#position < this.training.head.seq) {
        await turns.run(() => this.#sendPage(word));
      }
      if (!this.#isGoingOn()) return this.close();
      // No wait between the last look at the head and here: the cut-over leaves no hole.
      this.#phase = "live";
      this.#endIfComplete(this.training.head);
    } catch (error) {
      if (!this.#isGoingOn()) return this.close();
      if (error instanceof TrainwireServerError && error.code === "expired") return this.#expire();
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#context.onError(error);
    this.#socket.close(1011);
    this.close();
  }

  async #sendPage(word: Replay): Promise<void> {
    const { socket, slices, maxBufferedBytes } = this.#context;
    if (socket.bufferedBytes > maxBufferedBytes / 2) await socket.drained();
    await slices.run(() => this.#readPage(word));
  }

  async #readPage(word: Replay): Promise<void> {
    if (!this.#isGoingOn()) return;
    const { log, socket, maxBufferedBytes } = this.#context;
    const page = { limit: maxPageUpdates, maxBytes: maxBufferedBytes / 2 };
    const updates = await log.read(this.training.id, this.#position, page);
    const [first] = updates;
    if (!first)
      throw new TrainwireServerError("internal", `${this.training.id}: no update after ${this.#position}`);
    if (first.seq !== this.#position + 1) {
      this.training.noteTrim(first.seq);
      throw new TrainwireServerError("expired");
    }
    const texts = await word(updates, page.maxBytes);
    if (!this.#isGoingOn()) return;
    socket.sendAll(texts);
    this.#context.deliveries.backlog += texts.length;
    this.#position = updates[texts.length - 1]?.seq ?? this.#position;
  }

  async #waitOut(): Promise<void> {
    this.#phase = "lagging";
    this.#context.counters.droppedToNewest += 1;
    const { socket, turns, maxBufferedBytes } = this.#context;
    await turns.run(async () => {
      // Another subscription of this socket may have filled the buffer again since it drained.
      do await socket.drained();
      while (this.#isGoingOn() && socket.bufferedBytes > maxBufferedBytes);
    });
    if (!this.#isGoingOn()) return this.close();
    this.#phase = "live";
    this.#sendSnapshot();
  }

  /** Retention has removed what was to come next. */
  #expire(): void {
    this.#phase = "live";
    this.#context.counters.resets.expired += 1;
    this.#context.format.expire(this.#context.socket, this.training);
    this.#sendSnapshot();
  }

  #sendSnapshot(): void {
    const { head } = this.training;
    this.#context.socket.send(this.#context.format.snapshot(head));
    this.#position = head.seq;
    this.#endIfComplete(head);
  }

  #endIfComplete(frame: Frame): void {
    if (!frame.state.complete) return;
    this.close();
    this.#context.format.end(this.#context.socket, frame);
  }

  /** Asked after each wait: the viewer may have left meanwhile. */
  #isGoingOn(): boolean {
    return this.#phase !== "ended" && this.#context.socket.isOpen;
  }
}
