import {
  decodeViewerMessage,
  type ErrorCode,
  type SubscribeTraining,
  type ViewerMessage,
} from "@trainwire/protocol";
import { ListFeed } from "./list-feed.ts";
import type { PeerOptions } from "./options.ts";
import type { PeerSocket } from "./peer-socket.ts";
import type { TrainingLog } from "./store.ts";
import { covers } from "./tokens.ts";
import { TrainingSubscription } from "./training-subscription.ts";

/** Serves one socket of `/ws`; with a subprotocol selected it begins with a welcome. */
export function serveEnvelope(socket: PeerSocket, options: PeerOptions, welcome: boolean): void {
  void new EnvelopeEndpoint(socket, options, welcome);
}

class EnvelopeEndpoint {
  readonly #socket: PeerSocket;
  readonly #options: PeerOptions;
  readonly #subscriptions = new Map<string, TrainingSubscription>();
  #feed: ListFeed | undefined;
  #badMessages = 0;

  constructor(socket: PeerSocket, options: PeerOptions, welcome: boolean) {
    this.#socket = socket;
    this.#options = options;
    if (welcome) this.#welcome();
    const pump = ({ trainId }: TrainingLog): void => this.#subscriptions.get(trainId)?.pump();
    const drop = ({ trainId }: TrainingLog): void => {
      if (this.#subscriptions.delete(trainId)) this.#unknown(trainId);
      this.#socket.subscriptions = this.#subscriptions.size;
    };
    socket.store.on("change", pump).on("deleted", drop);
    socket.onGone(() => {
      socket.store.off("change", pump).off("deleted", drop);
      this.#feed?.stop();
      this.#subscriptions.clear();
    });
    socket.onText((text) => this.#read(text));
  }

  #welcome(): void {
    const { heartbeatMs, maxFrameBytes, maxSubscriptions } = this.#options;
    this.#socket.send({
      type: "welcome",
      version: "trainwire.v1",
      server: "reference",
      capabilities: ["commands", "recipes"],
      heartbeat_seconds: heartbeatMs / 1000,
      limits: { max_frame_bytes: maxFrameBytes, max_subscriptions: maxSubscriptions },
    });
  }

  #read(text: string): void {
    const decoded = decodeViewerMessage(text);
    switch (decoded.kind) {
      case "message":
        return this.#serve(decoded.message);
      case "unknown":
        return this.#bad("unknown_type", `there is no message of type ${decoded.type}`);
      case "invalid":
        return this.#bad(decoded.code, decoded.message);
      default:
        throw decoded satisfies never;
    }
  }

  #bad(code: ErrorCode, message: string): void {
    this.#badMessages += 1;
    this.#socket.send({ type: "error", code, message });
    if (this.#badMessages > this.#options.maxBadMessages) this.#socket.close(1008);
  }

  #serve(message: ViewerMessage): void {
    switch (message.type) {
      case "subscribe_training":
        return this.#subscribe(message);
      case "unsubscribe_training":
        return this.#unsubscribe(message.train_id);
      case "subscribe_trainings":
        return this.#list("subscribed");
      case "unsubscribe_trainings":
        return this.#list("unsubscribed");
      case "ping":
        return this.#socket.send({ type: "pong", ...(message.id !== undefined && { id: message.id }) });
      default:
        throw message satisfies never;
    }
  }

  #subscribe({ train_id, after_seq, stream_id }: SubscribeTraining): void {
    const log = this.#known(train_id);
    if (!log) return;
    const { maxSubscriptions, maxBufferedBytes } = this.#options;
    if (!this.#subscriptions.has(train_id) && this.#subscriptions.size >= maxSubscriptions) {
      const message = `a socket may hold ${maxSubscriptions} subscriptions`;
      return this.#socket.send({ type: "error", code: "too_many_subscriptions", message, train_id });
    }
    const { seq } = log.state;
    this.#confirm(log, "subscribed");
    const reason = resetReason(log, after_seq, stream_id);
    if (reason) {
      const { streamId } = log;
      this.#socket.send({
        type: "subscription_reset",
        train_id,
        stream_id: streamId,
        first_seq: log.firstSeq,
        seq,
        reason,
      });
    }
    const subscription = new TrainingSubscription(this.#socket, {
      log,
      after: after_seq ?? seq,
      maxBufferedBytes,
    });
    this.#subscriptions.set(train_id, subscription);
    this.#socket.subscriptions = this.#subscriptions.size;
    if (after_seq === undefined || reason) subscription.snapshot();
    subscription.pump();
  }

  #unsubscribe(trainId: string): void {
    const log = this.#known(trainId);
    if (!log) return;
    this.#subscriptions.delete(trainId);
    this.#socket.subscriptions = this.#subscriptions.size;
    this.#confirm(log, "unsubscribed");
  }

  #confirm(log: TrainingLog, status: "subscribed" | "unsubscribed"): void {
    const { trainId, streamId, state } = log;
    this.#socket.send({
      type: "subscription_confirmed",
      train_id: trainId,
      status,
      stream_id: streamId,
      seq: state.seq,
    });
  }

  #list(status: "subscribed" | "unsubscribed"): void {
    this.#feed?.stop();
    this.#socket.send({ type: "trainings_confirmed", status });
    this.#feed =
      status === "subscribed"
        ? new ListFeed(this.#socket, this.#socket.store, this.#options.listIntervalMs)
        : undefined;
  }

  #known(trainId: string): TrainingLog | undefined {
    if (!covers(this.#socket.grant, trainId)) {
      const message = "the token does not cover this training";
      this.#socket.send({ type: "error", code: "forbidden", message, train_id: trainId });
      return undefined;
    }
    const log = this.#socket.store.logs.get(trainId);
    if (!log) this.#unknown(trainId);
    return log;
  }

  #unknown(trainId: string): void {
    const code = this.#socket.store.deletedIds.has(trainId) ? "training_deleted" : "unknown_training";
    const message = `no training ${trainId} is known`;
    this.#socket.send({ type: "error", code, message, train_id: trainId });
  }
}

function resetReason(
  log: TrainingLog,
  afterSeq: number | undefined,
  streamId: string | undefined,
): string | undefined {
  if (afterSeq === undefined) return undefined;
  if (streamId !== undefined && streamId !== log.streamId) return "stream_changed";
  if (afterSeq > log.state.seq) return "past_end";
  return afterSeq < log.firstSeq - 1 ? "expired" : undefined;
}
