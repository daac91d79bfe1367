import type { ServerMessage } from "@trainwire/protocol";
import { Alarm } from "../alarm.ts";
import { type Observable, ObservableValue } from "../observable.ts";
import type { Settings } from "../settings.ts";
import { type ConnectionState, describeLink, initialConnectionState } from "./connection-state.ts";
import { type Link, type LinkEvent, nextLink, type Path, pathOf } from "./link.ts";
import { Outbox, type SubscriptionMessage } from "./outbox.ts";
import { openSocket, type Socket } from "./socket.ts";

/** What a connector tells its owner. */
export interface ConnectorEvents {
  /** A socket is open: subscribe anew. */
  connected(): void;
  message(message: ServerMessage): void;
  /** Updates take another way from now on. */
  pathChanged(): void;
}

/** How finely `lastMessageAtMs` is told, in milliseconds: listeners are not called for every message. */
const messageAgeStepMs = 1000;

/** Keeps the link: opens sockets, waits between them, and ends them when they are no longer wanted. */
export class Connector {
  readonly #settings: Settings;
  readonly #events: ConnectorEvents;
  readonly #retry: Alarm;
  readonly #state: ObservableValue<ConnectionState>;
  #link: Link = { phase: "idle", wasLive: false };
  #socket: Socket | null = null;
  /** Of the open socket; null while there is none. */
  #outbox: Outbox | null = null;
  #forgetWake: (() => void) | null = null;

  constructor(settings: Settings, events: ConnectorEvents) {
    this.#settings = settings;
    this.#events = events;
    this.#retry = new Alarm(settings.platform.after);
    this.#state = new ObservableValue(initialConnectionState(settings.platform.nowMs()));
  }

  /** The way that updates take at present. */
  get path(): Path {
    return pathOf(this.#link);
  }

  /** Whether messages can be sent; subscriptions made before are sent by the owner at `connected`. */
  get isConnected(): boolean {
    return this.#outbox !== null;
  }

  get state(): Observable<ConnectionState> {
    return this.#state;
  }

  /** Something is followed: connects, unless it is under way. */
  want(): void {
    this.#forgetWake ??= this.#settings.platform.onWake(() => this.#wake());
    this.#dispatch({ type: "wanted", hasWebSocket: this.#settings.platform.WebSocket !== undefined });
  }

  /** Nothing is followed any longer: ends the connection. */
  unwant(): void {
    this.#rest();
    this.#dispatch({ type: "unwanted" });
  }

  /** Sends a message on the open socket, paced; without one it is let go. */
  send(message: SubscriptionMessage): void {
    this.#outbox?.push(message);
  }

  /** Ends the socket and opens another, since this one can no longer be trusted. */
  reconnect(reason: string): void {
    this.#dispatch({ type: "lost", code: null, reason });
  }

  /** Tells how a REST request went: whether the client is polling or offline depends on it. */
  restOutcome(outcome: "answered" | "failed"): void {
    if (outcome === "answered") this.#heard();
    this.#dispatch({ type: outcome === "answered" ? "rest_answered" : "rest_failed" });
  }

  /** Ends everything; nothing fires after it but the last word to the observers of `state`. */
  close(): void {
    this.#rest();
    this.#dispatch({ type: "closed" });
    this.#state.silence();
  }

  #dispatch(event: LinkEvent): void {
    const { platform, backoff, stableMs } = this.#settings;
    const previous = this.#link;
    const context = { nowMs: platform.nowMs(), random: platform.random(), backoff, stableMs };
    this.#link = nextLink(previous, event, context);
    if (this.#link === previous) return;
    if (this.#link.phase !== previous.phase) {
      this.#leave(previous);
      this.#enter(this.#link);
    }
    this.#state.set(describeLink(this.#state.get(), this.#link, platform.nowMs()));
    if (pathOf(previous) !== this.path) this.#events.pathChanged();
  }

  #leave(link: Link): void {
    this.#retry.clear();
    if ((link.phase === "opening" && this.#link.phase !== "open") || link.phase === "open") {
      this.#outbox = null;
      this.#socket?.close();
      this.#socket = null;
    }
  }

  #enter(link: Link): void {
    if (link.phase === "opening") this.#open();
    if ("retryAtMs" in link && link.retryAtMs !== null) {
      const delayMs = Math.max(0, link.retryAtMs - this.#settings.platform.nowMs());
      this.#retry.set(delayMs, () => this.#dispatch({ type: "retry_due" }));
    }
  }

  #open(): void {
    const { WebSocket: WebSocketClass } = this.#settings.platform;
    if (WebSocketClass === undefined) return;
    try {
      this.#socket = openSocket(WebSocketClass, this.#settings, {
        connected: () => {
          this.#outbox = new Outbox((message) => this.#socket?.send(message));
          this.#settings.log("WebSocket connected");
          this.#events.connected();
        },
        message: (message) => {
          this.#heard();
          this.#dispatch({ type: "opened" });
          if (message.type === "pong") this.#outbox?.heard(message);
          this.#events.message(message);
        },
        ended: ({ code, reason }) => {
          this.#settings.log("WebSocket closed:", reason);
          this.#dispatch({ type: "lost", code, reason });
        },
      });
    } catch (error) {
      // The constructor throws where the page's own rules forbid the address; that does not change by trying.
      const reason = error instanceof Error ? error.message : String(error);
      queueMicrotask(() => this.#dispatch({ type: "lost", code: null, reason }));
    }
  }

  #wake(): void {
    this.#socket?.doubt();
    this.#dispatch({ type: "woke" });
  }

  #heard(): void {
    const nowMs = this.#settings.platform.nowMs();
    const state = this.#state.get();
    if (state.lastMessageAtMs !== null && nowMs - state.lastMessageAtMs < messageAgeStepMs) return;
    this.#state.set({ ...state, lastMessageAtMs: nowMs });
  }

  #rest(): void {
    this.#forgetWake?.();
    this.#forgetWake = null;
  }
}
