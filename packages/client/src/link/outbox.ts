import type { Pong, ViewerMessage } from "@trainwire/protocol";

/** What subscribes to a training or the list, or unsubscribes. */
export type SubscriptionMessage = Exclude<ViewerMessage, { type: "ping" }>;

/** Most messages that are sent before the server has answered those before. */
const chunkSize = 64;

/**
 * What one connection is to be asked for, paced: after each chunk a ping is sent, and the next chunk once its
 * pong is back, since a server closes a socket of which too many messages wait for an answer. What waits is
 * bounded by the trainings there are: of two messages about one, the later one counts.
 */
export class Outbox {
  readonly #send: (message: ViewerMessage) => void;
  readonly #waiting = new Map<string, SubscriptionMessage>();
  #sentInChunk = 0;
  #pings = 0;
  #awaited: string | null = null;

  /** @param send puts a message on the connection */
  constructor(send: (message: ViewerMessage) => void) {
    this.#send = send;
  }

  /** Sends the message, at once unless the server is behind. */
  push(message: SubscriptionMessage): void {
    const about = "train_id" in message ? `training ${message.train_id}` : "list";
    this.#waiting.delete(about);
    this.#waiting.set(about, message);
    this.#sendChunk();
  }

  /** A pong came: perhaps the one that is waited for. */
  heard(pong: Pong): void {
    if (this.#awaited === null || pong.id !== this.#awaited) return;
    this.#awaited = null;
    this.#sentInChunk = 0;
    this.#sendChunk();
  }

  #sendChunk(): void {
    if (this.#awaited !== null) return;
    for (const [about, message] of this.#waiting) {
      if (this.#sentInChunk === chunkSize) return this.#sendPing();
      this.#waiting.delete(about);
      this.#sentInChunk += 1;
      this.#send(message);
    }
  }

  #sendPing(): void {
    this.#pings += 1;
    this.#awaited = `chunk-${this.#pings}`;
    this.#send({ type: "ping", id: this.#awaited });
  }
}
