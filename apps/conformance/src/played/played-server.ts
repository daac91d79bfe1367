import { EventEmitter } from "node:events";
import type { Details } from "@trainwire/protocol";
import type { AnyMessage, Mutation, PeerRequest } from "../peer/mutation.ts";
import type { PeerOptions } from "../peer/options.ts";
import { type PlayedPeer, startPlayedPeer } from "../peer/reference-peer.ts";
import type { TrainingLog } from "../peer/store.ts";
import { referenceToken } from "../peer/tokens.ts";
import type { Trace } from "../trace.ts";
import { FaultProxy } from "./fault-proxy.ts";

/** What the client was seen to do. */
export type Deed =
  | { readonly kind: "handshake"; readonly atMs: number; readonly request: PeerRequest }
  | { readonly kind: "request"; readonly atMs: number; readonly request: PeerRequest }
  | { readonly kind: "message"; readonly atMs: number; readonly message: AnyMessage };

/** How the server is played. */
export interface Play {
  /** What it does wrong, or in a special way. */
  readonly mutation?: Mutation;
  readonly options?: Partial<PeerOptions>;
}

/** The server that the suite plays for a client, behind a line that may fail. Everything that the client does is noted. */
export class PlayedServer extends EventEmitter<{ deed: [Deed] }> implements AsyncDisposable {
  readonly deeds: Deed[] = [];
  /** The line between. */
  readonly line: FaultProxy;
  readonly trainId: string;
  /** What lets clients in; undefined: nothing is needed. */
  readonly token: string | undefined;
  readonly #peer: PlayedPeer;

  private constructor(
    peer: PlayedPeer,
    about: { line: FaultProxy; trainId: string; token: string | undefined },
  ) {
    super();
    this.#peer = peer;
    this.line = about.line;
    this.trainId = about.trainId;
    this.token = about.token;
  }

  /** Starts it, with one training that has no update yet. */
  static async start(trainId: string, play: Play, trace: Trace): Promise<PlayedServer> {
    const noted: { server?: PlayedServer } = {};
    const note = (deed: Deed, text: string) => {
      trace.record("client", "received", text);
      noted.server?.deeds.push(deed);
      noted.server?.emit("deed", deed);
    };
    const peer = await startPlayedPeer(watched(play.mutation ?? {}, { note, trace }), play.options ?? {});
    const line = await FaultProxy.open(peer.port);
    const token = play.options?.tokens === true ? referenceToken : undefined;
    noted.server = new PlayedServer(peer, { line, trainId, token });
    return noted.server;
  }

  /** Where the client finds it. */
  get url(): URL {
    return new URL(`http://127.0.0.1:${this.line.port}`);
  }

  /** The training's log. */
  get log(): TrainingLog {
    return this.#peer.store.open(this.trainId);
  }

  /** Stores updates, one for each step from `from` to `to`. */
  steps(from: number, to: number): void {
    for (let step = from; step <= to; step += 1)
      this.store({ status: "running", current_step: step, total_steps: 100, loss: 1 / step });
  }

  /** Stores one update. */
  store(details: Details): void {
    const { log } = this;
    log.append(details, undefined);
    this.#peer.store.emit("change", log);
  }

  /** Forgets the training, and begins it anew under another stream. */
  beginAnew(): void {
    this.#peer.store.logs.delete(this.trainId);
  }

  /** Closes every socket with a code. */
  close(code: number): void {
    this.#peer.close(code);
  }

  /** How many of the client's deeds were subscriptions to the training, on either endpoint. */
  get subscriptions(): readonly Deed[] {
    return this.deeds.filter((deed) => this.#isSubscription(deed));
  }

  /** The requests for the training's state or updates. */
  get polls(): readonly Deed[] {
    const path = `/api/v1/trainings/${this.trainId}`;
    return this.deeds.filter(
      (deed) => deed.kind === "request" && [path, `${path}/updates`].includes(deed.request.path),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.line[Symbol.asyncDispose]();
    await this.#peer[Symbol.asyncDispose]();
  }

  #isSubscription(deed: Deed): boolean {
    if (deed.kind === "handshake") return deed.request.path === `/ws/training/${this.trainId}`;
    return (
      deed.kind === "message" &&
      deed.message["type"] === "subscribe_training" &&
      deed.message["train_id"] === this.trainId
    );
  }
}

interface Watch {
  readonly note: (deed: Deed, text: string) => void;
  readonly trace: Trace;
}

/** The mutation, with everything noted that passes. */
function watched(mutation: Mutation, { note, trace }: Watch): Mutation {
  return {
    ...mutation,
    upgrade: (verdict, request) => {
      const address = `${request.path}${queryOf(request)}`;
      note({ kind: "handshake", atMs: performance.now(), request }, `GET ${address} (WebSocket)`);
      return mutation.upgrade?.(verdict, request) ?? verdict;
    },
    receive: (text, socket) => {
      note({ kind: "message", atMs: performance.now(), message: readMessage(text) }, text);
      return mutation.receive ? mutation.receive(text, socket) : text;
    },
    send: (message, socket) => {
      const sent = mutation.send?.(message, socket) ?? [message];
      for (const each of sent)
        trace.record("server", "sent", typeof each === "string" ? each : JSON.stringify(each));
      return sent;
    },
    answer: async (answer, request) => {
      const address = `${request.method} ${request.path}${queryOf(request)}`;
      note({ kind: "request", atMs: performance.now(), request }, address);
      const changed = (await mutation.answer?.(answer, request)) ?? answer;
      trace.record("server", "sent", `${changed.status} ${JSON.stringify(changed.body ?? "")}`);
      return changed;
    },
  };
}

function queryOf({ query }: PeerRequest): string {
  return query.size > 0 ? `?${query.toString()}` : "";
}

function readMessage(text: string): AnyMessage {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === "object" && message !== null ? message : {};
  } catch {
    return {};
  }
}
