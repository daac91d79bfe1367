import { WebSocket } from "ws";
import type { AnyMessage, Mutation } from "./mutation.ts";
import type { ReferenceStore } from "./store.ts";
import type { PeerGrant } from "./tokens.ts";

/** One viewer's socket at the peer; everything it sends passes the mutation's taps. */
export class PeerSocket {
  readonly endpoint: "envelope" | "flat";
  readonly store: ReferenceStore;
  /** What its viewer's token allows; absent where there are none. */
  grant: PeerGrant | undefined;
  /** For mutations that remember. */
  readonly memory = new Map<string, unknown>();
  /** Live subscriptions. */
  subscriptions = 0;
  /** Whether it answered since the last heartbeat. */
  alive = true;
  readonly #socket: WebSocket;
  readonly #mutation: Mutation;

  constructor(
    socket: WebSocket,
    {
      endpoint,
      store,
      mutation,
    }: { endpoint: "envelope" | "flat"; store: ReferenceStore; mutation: Mutation },
  ) {
    this.#socket = socket;
    this.endpoint = endpoint;
    this.store = store;
    this.#mutation = mutation;
    mutation.opened?.(this);
    socket.on("pong", () => {
      this.alive = true;
    });
    socket.on("error", () => {
      // The close that follows tells it.
    });
  }

  /** Bytes that the viewer has not taken yet. */
  get buffered(): number {
    return this.#socket.bufferedAmount;
  }

  /** Sends a message through the taps; `flushed` is called once it has left. */
  send(message: AnyMessage, flushed?: () => void): void {
    const outgoing = this.#mutation.send?.(message, this) ?? [message];
    for (const each of outgoing) this.emit(each, flushed);
  }

  /** Sends past the taps. */
  emit(message: AnyMessage | string, flushed?: () => void): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(typeof message === "string" ? message : JSON.stringify(message), () => flushed?.());
  }

  /** Has a text frame read, through the taps. */
  onText(read: (text: string) => void): void {
    this.#socket.on("message", (data, isBinary) => {
      if (isBinary) return this.close(1003);
      const text = (data as Buffer).toString();
      const seen = this.#mutation.receive ? this.#mutation.receive(text, this) : text;
      if (seen !== undefined) read(seen);
    });
  }

  /** Has something done once the socket is gone. */
  onGone(end: () => void): void {
    this.#socket.on("close", end);
  }

  /** Closes, through the taps. */
  close(code: number): void {
    const chosen = this.#mutation.close ? this.#mutation.close(code, this) : code;
    if (chosen !== undefined) this.#socket.close(chosen);
  }

  /** Drops the socket if it has not answered the last heartbeat, and asks again. */
  beat(): void {
    if (!this.alive) return this.drop();
    this.alive = false;
    this.#socket.ping();
  }

  /** Ends without a close frame. */
  drop(): void {
    this.#socket.terminate();
  }
}
