import type { FlatMessage, ServerMessage } from "@trainwire/protocol";
import type { Connection } from "../actors/connection.ts";
import type { Line } from "./line.ts";

/** One update, as somebody was shown it. */
export interface Sighting {
  readonly seq: number;
  readonly loss: number | null | undefined;
  readonly status: string | undefined;
}

/** Follows one training through a line that is cut at times, from its first update to its end, on either endpoint. */
export class Follower {
  readonly seen: Sighting[] = [];
  /** What it was sent and must not be. */
  readonly problems: string[] = [];
  /** How often it was told of the end. */
  ends = 0;
  readonly #line: Line;
  readonly #actor: string;
  readonly #trainId: string;
  readonly #waitMs: number;
  #connection: Connection<FlatMessage> | Connection<ServerMessage> | undefined;
  #reading: Promise<void> = Promise.resolve();
  #wasSlow = false;
  #moved = Promise.withResolvers<void>();

  constructor(line: Line, { actor, trainId, waitMs }: { actor: string; trainId: string; waitMs: number }) {
    this.#line = line;
    this.#actor = actor;
    this.#trainId = trainId;
    this.#waitMs = waitMs;
  }

  /** Begins, or goes on after what it has seen. */
  async watch(): Promise<void> {
    const after = this.seen.at(-1)?.seq ?? 0;
    if (this.#actor.startsWith("flat")) {
      const flat = await this.#line.flatViewer(this.#actor, this.#trainId, `?after_seq=${after}`);
      this.#connection = flat.connection;
      this.#reading = this.#read(flat.connection, (state) => this.#takeFlat(state));
    } else {
      const viewer = await this.#line.viewer(this.#actor);
      viewer.send({ type: "subscribe_training", train_id: this.#trainId, after_seq: after });
      this.#connection = viewer.connection;
      this.#reading = this.#read(viewer.connection, (message) => this.#take(message));
    }
  }

  /** Loses its connection, and begins another. */
  async cutAndResume(cut: "rst" | "fin"): Promise<void> {
    this.readOn();
    this.#line.faults.cut(cut);
    await this.#reading;
    if (this.ends === 0) await this.watch();
  }

  /** Waits until it has seen this update, or is sent no more. */
  async catchUp(seq: number): Promise<void> {
    this.readOn();
    const gone = this.#reading.then(() => true);
    while ((this.seen.at(-1)?.seq ?? 0) < seq)
      if (await Promise.race([gone, this.#moved.promise.then(() => false)])) return;
  }

  /** Reads nothing for a while. */
  stopReading(): void {
    this.#wasSlow = true;
    this.#connection?.stopReading();
  }

  /** Reads again. */
  readOn(): void {
    this.#connection?.readOn();
  }

  /** Waits until it has seen the end; a viewer then makes sure that nothing follows it. */
  async ended(): Promise<void> {
    this.readOn();
    await this.#reading;
  }

  async #read<M>(connection: Connection<M>, take: (message: M) => void): Promise<void> {
    while (this.ends === 0) {
      const message = await connection.next("an update or the end", this.#waitMs).catch((error: unknown) => {
        if (connection.isOpen) this.problems.push(String(error));
      });
      if (message === undefined) return;
      take(message);
    }
  }

  #take(message: ServerMessage): void {
    if (message.type === "training_completed") this.ends += 1;
    else if (message.type === "training_update") {
      const { seq, snapshot, data } = message;
      // Whoever was slow may be shown the newest state instead.
      if (snapshot !== true || this.#wasSlow)
        this.#see({ seq, loss: data.details.loss, status: data.status }, snapshot === true);
      else this.problems.push(`a snapshot with seq ${seq}, though it resumed`);
    } else if (message.type !== "subscription_confirmed")
      this.problems.push(`${message.type} instead of an update`);
  }

  #takeFlat({ seq, loss, status, complete }: FlatMessage): void {
    this.#see({ seq, loss, status }, false);
    if (complete) this.ends += 1;
  }

  #see(sighting: Sighting, maySkip: boolean): void {
    const last = this.seen.at(-1)?.seq ?? 0;
    const follows = maySkip ? sighting.seq > last : sighting.seq === last + 1;
    if (!follows) this.problems.push(`seq ${sighting.seq} after ${last}`);
    this.seen.push(sighting);
    this.#moved.resolve();
    this.#moved = Promise.withResolvers();
  }
}
