import {
  decodeViewerMessage,
  encode,
  limits,
  type ServerMessage,
  type ViewerMessage,
} from "@trainwire/protocol";
import { TrainwireServerError } from "./errors.ts";
import { envelopeFormat, type Format } from "./format.ts";
import { everyone, type Grant } from "./grant.ts";
import { nextTurn } from "./next-turn.ts";
import { resetFacts, whyReset } from "./position.ts";
import type { Socket } from "./socket.ts";
import { Subscription } from "./subscription.ts";
import { Turns } from "./turns.ts";
import type { ViewerContext } from "./viewer-context.ts";

type Subscribe = Extract<ViewerMessage, { type: "subscribe_training" }>;

/** How many messages of a socket are answered before others have their turn. */
const maxAnswersATurn = 32;

/** One viewer on `/ws`: answers its messages in order, and holds its subscriptions. */
export class ViewerSession {
  readonly #context: ViewerContext;
  readonly #socket: Socket;
  readonly #grant: Grant;
  readonly #format: Format;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #turns = new Turns();
  #leaveList: (() => void) | undefined;
  #answered: Promise<void> = Promise.resolve();
  #waiting = 0;
  #answeredInTurn = 0;
  #badMessages = 0;
  #closed = false;

  /** @param view Which trainings the viewer may see, and how its version words updates; by default all, version 1. */
  constructor(context: ViewerContext, socket: Socket, view: { grant?: Grant; format?: Format } = {}) {
    this.#context = context;
    this.#socket = socket;
    this.#grant = view.grant ?? everyone;
    this.#format = view.format ?? envelopeFormat;
  }

  /** How many trainings it follows; the list counts as one. */
  get subscriptionCount(): number {
    return this.#subscriptions.size + (this.#leaveList ? 1 : 0);
  }

  /** The trainings that it follows. */
  subscriptions(): Iterable<Subscription> {
    return this.#subscriptions.values();
  }

  /** Greets a viewer that named a subprotocol. */
  welcome(version: string): void {
    this.#send({
      type: "welcome",
      version,
      server: this.#context.server,
      capabilities: [...this.#context.capabilities],
      heartbeat_seconds: this.#context.heartbeatSeconds,
      limits: { max_frame_bytes: limits.maxFrameBytes, max_subscriptions: limits.maxSubscriptions },
    });
  }

  /** Takes one text frame. Frames are answered in the order they came, so many a turn that others are not held up. */
  onText(text: string): void {
    this.#waiting += 1;
    if (this.#waiting > limits.maxWaitingMessages) this.#socket.close(1008);
    this.#answered = this.#answered
      .then(() => this.#answer(text))
      .finally(() => {
        this.#waiting -= 1;
      })
      .then(() => this.#rest());
  }

  /** The socket is gone: releases everything. */
  onClose(): void {
    this.#closed = true;
    this.#leaveList?.();
    this.#leaveList = undefined;
    for (const subscription of this.#subscriptions.values()) subscription.close();
  }

  async #rest(): Promise<void> {
    this.#answeredInTurn = this.#waiting === 0 ? 0 : this.#answeredInTurn + 1;
    if (this.#answeredInTurn < maxAnswersATurn) return;
    await nextTurn();
    this.#answeredInTurn = 0;
  }

  async #answer(text: string): Promise<void> {
    // A viewer that asks without reading gets no further answer, and its questions pile up to their limit.
    if (this.#socket.bufferedBytes > this.#context.maxBufferedBytes) await this.#socket.drained();
    if (this.#closed || !this.#socket.isOpen) return;
    const decoded = decodeViewerMessage(text);
    if (decoded.kind === "unknown") {
      this.#refuse(
        new TrainwireServerError("unknown_type", `no viewer's message has the type ${decoded.type}`),
      );
    } else if (decoded.kind === "invalid") {
      this.#refuse(new TrainwireServerError(decoded.code, decoded.message));
    } else {
      try {
        await this.#handle(decoded.message);
      } catch (error) {
        this.#fail(error, decoded.message);
      }
    }
  }

  async #handle(message: ViewerMessage): Promise<void> {
    switch (message.type) {
      case "subscribe_training":
        return this.#subscribe(message);
      case "unsubscribe_training":
        return this.#unsubscribe(message.train_id);
      case "subscribe_trainings":
        return this.#subscribeList();
      case "unsubscribe_trainings":
        this.#leaveList?.();
        this.#leaveList = undefined;
        return this.#send({ type: "trainings_confirmed", status: "unsubscribed" });
      case "ping":
        return this.#send({ type: "pong", ...(message.id !== undefined && { id: message.id }) });
      default:
        return message satisfies never;
    }
  }

  async #subscribe({ train_id, after_seq, stream_id }: Subscribe): Promise<void> {
    this.#grant.require("read", train_id);
    const training = await this.#context.trainings.get(train_id);
    if (this.#closed) return;
    this.#subscriptions.get(train_id)?.close();
    if (this.#subscriptions.size >= limits.maxSubscriptions)
      throw new TrainwireServerError("too_many_subscriptions");
    const { log, counters, slices, maxBufferedBytes, onError } = this.#context;
    const subscription: Subscription = new Subscription(training, {
      log,
      counters,
      slices,
      deliveries: counters.deliveries.envelope,
      maxBufferedBytes,
      onError,
      socket: this.#socket,
      turns: this.#turns,
      format: this.#format,
      onEnd: () => this.#subscriptions.delete(train_id),
    });
    this.#subscriptions.set(train_id, subscription);
    const { streamId, head } = training;
    this.#send({
      type: "subscription_confirmed",
      train_id,
      status: "subscribed",
      stream_id: streamId,
      seq: head.seq,
      ...this.#format.confirm?.(training),
    });
    if (after_seq === undefined) return subscription.start();
    const reason = whyReset(training, { afterSeq: after_seq, streamId: stream_id });
    if (reason === undefined) return subscription.start(after_seq);
    counters.resets[reason] += 1;
    this.#send({ type: "subscription_reset", train_id, ...resetFacts(training), reason });
    subscription.start();
  }

  async #unsubscribe(train_id: string): Promise<void> {
    this.#grant.require("read", train_id);
    const training = await this.#context.trainings.get(train_id);
    this.#subscriptions.get(train_id)?.close();
    const { streamId, head } = training;
    this.#send({
      type: "subscription_confirmed",
      train_id,
      status: "unsubscribed",
      stream_id: streamId,
      seq: head.seq,
    });
  }

  async #subscribeList(): Promise<void> {
    this.#leaveList?.();
    this.#leaveList = undefined;
    this.#send({ type: "trainings_confirmed", status: "subscribed" });
    const maySee =
      this.#grant.terms.trainIds === undefined ? undefined : (id: string) => this.#grant.covers(id);
    const leave = await this.#context.listFeed.join(this.#socket, maySee);
    if (this.#closed) leave();
    else this.#leaveList = leave;
  }

  #fail(error: unknown, message: ViewerMessage): void {
    const facts = "train_id" in message ? { train_id: message.train_id } : {};
    if (error instanceof TrainwireServerError && error.code !== "internal") {
      return this.#sendError(new TrainwireServerError(error.code, error.message, facts));
    }
    this.#context.onError(error);
    this.#sendError(new TrainwireServerError("internal", undefined, facts));
  }

  /** Answers a malformed message, and closes the socket of a viewer that sends nothing else. */
  #refuse(error: TrainwireServerError): void {
    this.#sendError(error);
    this.#badMessages += 1;
    if (this.#badMessages > limits.maxBadMessages) this.#socket.close(1008);
  }

  #sendError(error: TrainwireServerError): void {
    const train_id = error.facts["train_id"];
    const { code, message } = error;
    this.#send({ type: "error", code, message, ...(typeof train_id === "string" && { train_id }) });
  }

  #send(message: ServerMessage): void {
    this.#socket.send(encode(message));
  }
}
