import {
  BatchReader,
  type Decoded,
  decodeServerMessage,
  draftSubprotocols,
  type ErrorCode,
  type ErrorMessage,
  type ServerMessage,
  type SubscriptionConfirmed,
  supportedSubprotocols,
  type TrainingUpdate,
  type Welcome,
} from "@trainwire/protocol";
import type { ServerStage } from "../stage.ts";
import { type Connection, openConnection, type Reading } from "./connection.ts";
import type { Handshake } from "./handshake.ts";

type MessageOf<T extends ServerMessage["type"]> = Extract<ServerMessage, { type: T }>;

/** Where a subscription is to begin. */
export interface Position {
  readonly after_seq?: number;
  readonly stream_id?: string;
}

/** Plays a viewer of `/ws`. Expectations are strict: the next message must be the one expected. */
export class Viewer {
  /** The first message, if a subprotocol was selected. */
  readonly welcome: Welcome | undefined;
  /** The socket itself. */
  readonly connection: Connection<ServerMessage>;
  readonly #stage: ServerStage;
  #pings = 0;

  private constructor(
    stage: ServerStage,
    connection: Connection<ServerMessage>,
    welcome: Welcome | undefined,
  ) {
    this.#stage = stage;
    this.connection = connection;
    this.welcome = welcome;
  }

  /** Connects, offering the stage's version unless told otherwise, and takes the welcome if one is due. */
  static async open(stage: ServerStage, actor: string, handshake: Handshake = {}): Promise<Viewer> {
    const [version] = stage.draft ? draftSubprotocols : supportedSubprotocols;
    const offered = { protocols: [version], ...handshake };
    const connection = await openConnection(stage, { path: "/ws", actor, read: reader() }, offered);
    if (connection.protocol === "") return new Viewer(stage, connection, undefined);
    const first = await connection.next("welcome as the first message");
    const welcome = first.type === "welcome" ? first : undefined;
    stage.checks.that(welcome !== undefined, `expected welcome as the first message, got ${brief(first)}`);
    return new Viewer(stage, connection, welcome);
  }

  /** Sends a message, also a wrong one. */
  send(message: Record<string, unknown>): void {
    this.connection.send(JSON.stringify(message));
  }

  /** The next message, which must be of this type. */
  async expect<T extends ServerMessage["type"]>(type: T, withinMs?: number): Promise<MessageOf<T>> {
    const message = await this.connection.next(type, withinMs);
    this.#stage.checks.that(message.type === type, `expected ${type}, got ${brief(message)}`);
    return message as MessageOf<T>;
  }

  /** Subscribes and takes the confirmation. */
  async subscribe(trainId: string, position: Position = {}): Promise<SubscriptionConfirmed> {
    this.send({ type: "subscribe_training", train_id: trainId, ...position });
    return this.expectConfirmed(trainId, "subscribed");
  }

  /** Unsubscribes and takes the confirmation. */
  async unsubscribe(trainId: string): Promise<SubscriptionConfirmed> {
    this.send({ type: "unsubscribe_training", train_id: trainId });
    return this.expectConfirmed(trainId, "unsubscribed");
  }

  /** The next message confirms a subscribe or unsubscribe of this training. */
  async expectConfirmed(
    trainId: string,
    status: "subscribed" | "unsubscribed",
  ): Promise<SubscriptionConfirmed> {
    const confirmed = await this.expect("subscription_confirmed");
    this.#stage.checks.equal(confirmed.train_id, trainId, "train_id of the confirmation");
    this.#stage.checks.equal(confirmed.status, status, "status of the confirmation");
    return confirmed;
  }

  /** Subscribes from now on: takes the confirmation and the snapshot. */
  async follow(trainId: string): Promise<TrainingUpdate> {
    const { seq } = await this.subscribe(trainId);
    return this.expectSnapshot(trainId, seq);
  }

  /** The next message is a snapshot with this seq. */
  async expectSnapshot(trainId: string, seq: number): Promise<TrainingUpdate> {
    const update = await this.expect("training_update");
    this.#stage.checks.equal(update.train_id, trainId, "train_id of the snapshot");
    this.#stage.checks.equal(update.snapshot, true, `snapshot flag of ${brief(update)}`);
    this.#stage.checks.equal(update.seq, seq, "seq of the snapshot");
    return update;
  }

  /** The next messages are exactly the stored updates `first` to `last` of this training, each once. */
  async expectUpdates(trainId: string, first: number, last: number): Promise<TrainingUpdate[]> {
    const updates: TrainingUpdate[] = [];
    for (let seq = first; seq <= last; seq += 1) {
      const update = await this.expect("training_update");
      const found = { train_id: update.train_id, seq: update.seq, snapshot: update.snapshot ?? false };
      this.#stage.checks.equal(found, { train_id: trainId, seq, snapshot: false }, "the next update");
      updates.push(update);
    }
    return updates;
  }

  /** The next message marks the end of this training at this seq. */
  async expectCompleted(trainId: string, seq: number, status: string): Promise<void> {
    const completed = await this.expect("training_completed");
    const found = { train_id: completed.train_id, seq: completed.seq, status: completed.data.status };
    this.#stage.checks.equal(found, { train_id: trainId, seq, status }, "training_completed");
  }

  /** The next message is an error with this code. */
  async expectError(code: ErrorCode): Promise<ErrorMessage> {
    const error = await this.expect("error");
    this.#stage.checks.equal(error.code, code, `code of the error (${error.message})`);
    return error;
  }

  /** Sends a ping whose pong must be the next message: nothing came before, and the socket lives. */
  async expectNothing(): Promise<void> {
    this.#pings += 1;
    const id = `sentinel-${this.#pings}`;
    this.send({ type: "ping", id });
    const pong = await this.expect("pong");
    this.#stage.checks.equal(pong.id, id, "id of the pong");
  }
}

/** A message, short enough for a line of the report. */
function brief(message: unknown): string {
  return JSON.stringify(message).slice(0, 300);
}

/** Reads the frames of one socket, of either version, as messages of version 1. */
function reader(): (text: string, protocol: string) => readonly Reading<ServerMessage>[] {
  const batches = new BatchReader();
  return (text, protocol) =>
    protocol === draftSubprotocols[0]
      ? batches.read(text).map(readingOf)
      : [readingOf(decodeServerMessage(text))];
}

function readingOf(decoded: Decoded<ServerMessage>): Reading<ServerMessage> {
  if (decoded.kind === "message") return decoded;
  if (decoded.kind === "unknown") return { kind: "ignored" };
  return {
    kind: "violation",
    problem: `the target sent a message that breaks its schema: ${decoded.message}`,
  };
}
