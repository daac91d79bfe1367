import type { Observable, TrainwireClient } from "@trainwire/client";
import type { SessionApi, SessionProblem } from "./session-api.ts";
import { nextSession, type SessionEvent, type SessionState } from "./session-state.ts";

/** What a session needs of the page's client. */
export type SessionClient = Pick<TrainwireClient, "connection" | "retry">;

/** Who this page is logged in as, kept in step with the server; knows no React, and keeps no token. */
export class Session implements Observable<SessionState> {
  readonly #api: SessionApi;
  readonly #client: SessionClient;
  readonly #listeners = new Set<() => void>();
  #state: SessionState = { phase: "asking" };
  #isLeaving = false;
  /** Since when the connection is as it was when the server was last asked for its sake. */
  #askedSinceMs: number | null = null;

  constructor(api: SessionApi, client: SessionClient) {
    this.#api = api;
    this.#client = client;
  }

  readonly get = (): SessionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Asks the server who this is, and follows what the client meets. Returns the way to stop. */
  start(): () => void {
    void this.refresh();
    return this.#client.connection.subscribe(() => this.#heedConnection());
  }

  /** Asks the server who this is: the answer may have changed in another tab. */
  async refresh(): Promise<void> {
    this.#dispatch({ type: "told", answer: await this.#api.ask() });
  }

  /** Logs in. Resolves with what went wrong, or null. */
  async logIn(token: string): Promise<SessionProblem | null> {
    const problem = await this.#api.logIn(token);
    if (problem === null) await this.refresh();
    return problem;
  }

  /** Logs out, after which no page is kept. Resolves with what went wrong, or null. */
  async logOut(): Promise<SessionProblem | null> {
    this.#isLeaving = true;
    const problem = await this.#api.logOut();
    this.#isLeaving = false;
    if (problem === null) this.#dispatch({ type: "left" });
    else this.#heedConnection();
    return problem;
  }

  #heedConnection(): void {
    const { mode, sinceMs } = this.#client.connection.get();
    if (mode === "unauthorized" || mode === "forbidden") {
      // The server closes the socket of a session that is being left before it says that it is.
      if (!this.#isLeaving) this.#dispatch({ type: "denied", denial: mode });
      return;
    }
    const isUnclear = this.#state.phase === "locked" || (this.#state.phase === "open" && !this.#state.known);
    const hasReturned = (mode === "live" || mode === "polling") && sinceMs !== this.#askedSinceMs;
    if (!isUnclear || !hasReturned) return;
    this.#askedSinceMs = sinceMs;
    void this.refresh();
  }

  #dispatch(event: SessionEvent): void {
    const previous = this.#state;
    this.#state = nextSession(previous, event);
    if (this.#state === previous) return;
    for (const listener of this.#listeners) listener();
    const isIn = this.#state.phase === "inside" || this.#state.phase === "open";
    if (isIn && previous.phase === "locked") this.#client.retry();
  }
}
