import type { ServerMessage } from "@trainwire/protocol";
import { Alarm } from "../alarm.ts";
import { type Observable, ObservableValue } from "../observable.ts";
import type { RestOutcome } from "../rest/rest.ts";
import type { Settings } from "../settings.ts";
import { tokenNow } from "../token.ts";
import { type ConnectionState, describeLink, initialConnectionState } from "./connection-state.ts";
import { type Denial, type Link, type LinkEvent, nextLink, type Path, pathOf } from "./link.ts";
import { Outbox, type SubscriptionMessage } from "./outbox.ts";
import { openSocket, type Socket } from "./socket.ts";

/** What a connector tells its owner. */
export interface ConnectorEvents {
  /** A socket is open: subscribe anew. */
  connected(): void;
  message(message: ServerMessage): void;
  /** Updates take another way from now on. */
  pathChanged(): void;
  /** Asks the server what keeps the client out: a refused upgrade says nothing. Null: nothing it could name. */
  askDenial(signal: AbortSignal): Promise<Denial | null>;
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
  #asking: AbortController | null = null;
  #openings = 0;

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

  /** Why the server keeps the client out; null unless it does. */
  get denial(): { readonly code: Denial; readonly message: string } | null {
    const link = this.#link;
    return "denial" in link ? { code: link.denial, message: link.reason } : null;
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

  /** Tries now what waits for its time. An answer from before a login counts no longer. */
  retry(): void {
    this.#stopAsking();
    this.#dispatch({ type: "woke" });
  }

  /** Tells how a REST request went: whether the client is polling, offline or denied depends on it. */
  restOutcome(outcome: RestOutcome): void {
    if (outcome === "failed") return this.#dispatch({ type: "rest_failed" });
    this.#heard();
    if (outcome === "answered") return this.#dispatch({ type: "rest_answered" });
    this.#dispatch({ type: "denied", denial: outcome });
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
      this.#enter(this.#link, previous);
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

  #enter(link: Link, previous: Link): void {
    const wasRefused = previous.phase === "opening" && link.phase === "waiting";
    if (wasRefused || link.phase === "asking") void this.#ask();
    else if (link.phase !== "opening") this.#stopAsking();
    if (link.phase === "opening") void this.#open();
    if ("retryAtMs" in link && link.retryAtMs !== null) {
      const delayMs = Math.max(0, link.retryAtMs - this.#settings.platform.nowMs());
      this.#retry.set(delayMs, () => this.#dispatch({ type: "retry_due" }));
    }
  }

  async #open(): Promise<void> {
    const { platform, token } = this.#settings;
    const { WebSocket: WebSocketClass } = platform;
    if (WebSocketClass === undefined) return;
    this.#openings += 1;
    const opening = this.#openings;
    try {
      const given = tokenNow(token);
      // Without a function to wait for, the socket is opened in the same task.
      const text = given instanceof Promise ? await given : given;
      if (opening === this.#openings && this.#link.phase === "opening") this.#connect(WebSocketClass, text);
    } catch (error) {
      // The token could not be had, or the page's own rules forbid the address.
      const reason = error instanceof Error ? error.message : String(error);
      queueMicrotask(() => {
        if (opening === this.#openings) this.#dispatch({ type: "lost", code: null, reason });
      });
    }
  }

  #connect(WebSocketClass: typeof WebSocket, token: string | null): void {
    this.#socket = openSocket({ WebSocketClass, token }, this.#settings, {
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
  }

  /** Never rejects. One question at a time; while sockets are tried, only a denial changes anything. */
  async #ask(): Promise<void> {
    if (this.#asking !== null) return;
    const asking = new AbortController();
    this.#asking = asking;
    const event = await this.#events.askDenial(asking.signal).then(
      (denial): LinkEvent =>
        denial === null
          ? { type: "permitted", hasWebSocket: this.#settings.platform.WebSocket !== undefined }
          : { type: "denied", denial },
      (): LinkEvent => ({ type: "unanswered" }),
    );
    if (asking.signal.aborted) return;
    this.#asking = null;
    this.#dispatch(event);
  }

  #stopAsking(): void {
    this.#asking?.abort();
    this.#asking = null;
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
