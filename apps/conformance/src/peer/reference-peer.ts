import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { negotiate, TrainId } from "@trainwire/protocol";
import { WebSocketServer } from "ws";
import type { Target } from "../targets/target.ts";
import { referenceRecipe } from "./artifacts.ts";
import { serveEnvelope } from "./envelope-endpoint.ts";
import { serveFlat } from "./flat-endpoint.ts";
import { guard } from "./guard.ts";
import type { Mutation, PeerAnswer, PeerRequest, UpgradeVerdict } from "./mutation.ts";
import { defaultPeerOptions, type PeerOptions } from "./options.ts";
import { PeerSocket } from "./peer-socket.ts";
import { refusal } from "./refusal.ts";
import { serveRest } from "./rest.ts";
import { ReferenceStore } from "./store.ts";
import { PeerTokens, referenceToken } from "./tokens.ts";

const closeGraceMs = 300;

/** A small server of version 1 in memory, written for this suite's own proof. */
class ReferencePeer {
  readonly #mutation: Mutation;
  readonly #options: PeerOptions;
  readonly #store: ReferenceStore;
  readonly #tokens: PeerTokens;
  readonly #http: Server;
  readonly #upgrader: WebSocketServer;
  readonly #sockets = new Set<PeerSocket>();
  readonly #selected = new WeakMap<IncomingMessage, string>();
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(store: ReferenceStore, mutation: Mutation, options: Partial<PeerOptions>) {
    this.#store = store;
    this.#mutation = mutation;
    this.#options = { ...defaultPeerOptions, ...options, ...mutation.options };
    this.#tokens = new PeerTokens(this.#options.tokens, (grant) => {
      for (const socket of this.#sockets) if (socket.grant === grant) socket.close(4401);
    });
    this.#upgrader = new WebSocketServer({
      noServer: true,
      maxPayload: this.#options.maxFrameBytes,
      handleProtocols: (_offered, request) => this.#selected.get(request) ?? false,
    });
    this.#http = createServer((request, response) => {
      // A request that its sender aborts needs no answer.
      this.#serve(request, response).catch(() => response.destroy());
    });
    const { handshakeMs } = this.#options;
    if (handshakeMs > 0)
      this.#http.on("connection", (socket) => giveUpSilent(this.#http, socket, handshakeMs));
    this.#http.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  async listen(port: number): Promise<void> {
    this.#http.listen(port, "127.0.0.1");
    await once(this.#http, "listening");
    if (!this.#options.heartbeats) return;
    this.#heartbeat = setInterval(() => {
      for (const socket of this.#sockets) socket.beat();
    }, this.#options.heartbeatMs);
  }

  /** Closes every socket. */
  close(code: number): void {
    for (const socket of this.#sockets) socket.close(code);
  }

  async end(how: "stop" | "crash"): Promise<void> {
    clearInterval(this.#heartbeat);
    if (!this.#http.listening) return;
    const closed = once(this.#http, "close");
    this.#http.close();
    this.#http.closeAllConnections();
    for (const socket of this.#sockets) {
      if (how === "stop") socket.close(1001);
      else socket.drop();
    }
    const dropRest = setTimeout(() => {
      for (const socket of this.#sockets) socket.drop();
    }, closeGraceMs);
    await closed;
    clearTimeout(dropRest);
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readBody(incoming, this.#options.maxBodyBytes);
    const original = peerRequest(incoming, body ?? "");
    const request = this.#mutation.request?.(original) ?? original;
    const answer = body === undefined ? refusal("body_too_large") : await this.#answer(request);
    const changed = (await this.#mutation.answer?.(answer, request)) ?? answer;
    outgoing.writeHead(changed.status, { "content-type": "application/json", ...changed.headers });
    outgoing.end(bodyOf(changed));
  }

  async #answer(request: PeerRequest): Promise<PeerAnswer> {
    const forbidden = guard(request, this.port);
    if (forbidden) return refusal(forbidden);
    const unauthorized = this.#tokens.judge(request);
    if (unauthorized) return refusal(unauthorized);
    const counts = () => {
      const sockets = [...this.#sockets];
      const subscriptions = sockets.reduce((sum, socket) => sum + socket.subscriptions, 0);
      return { connections: sockets.length, subscriptions };
    };
    const { cancelGraceMs } = this.#options;
    return serveRest(request, { store: this.#store, tokens: this.#tokens, counts, cancelGraceMs });
  }

  #upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    const request = peerRequest(incoming, "");
    const judged = this.#judge(request);
    const verdict = this.#mutation.upgrade?.(judged, request) ?? judged;
    if (verdict.kind === "refuse") return refuse(socket, verdict.status, verdict.body);
    if (verdict.protocol !== undefined) this.#selected.set(incoming, verdict.protocol);
    this.#upgrader.handleUpgrade(incoming, socket, head, (accepted) => {
      const endpoint = request.path === "/ws" ? "envelope" : "flat";
      const peer = new PeerSocket(accepted, { endpoint, store: this.#store, mutation: this.#mutation });
      peer.grant = this.#tokens.grantOf(request);
      this.#sockets.add(peer);
      peer.onGone(() => this.#sockets.delete(peer));
      if (endpoint === "envelope") serveEnvelope(peer, this.#options, verdict.welcome);
      else serveFlat(peer, this.#store.open(trainIdOf(request.path)), request.query);
    });
  }

  #judge(request: PeerRequest): UpgradeVerdict {
    const forbidden = guard(request, this.port);
    if (forbidden) return { kind: "refuse", ...refusal(forbidden) };
    const unauthorized = this.#tokens.judge(request);
    if (unauthorized) return { kind: "refuse", ...refusal(unauthorized) };
    const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
    const agreed = negotiate(offered.filter((name) => name !== ""));
    if (agreed.kind === "refused") {
      return { kind: "refuse", ...refusal("unsupported_version", { supported: agreed.supported }) };
    }
    const protocol = agreed.kind === "selected" ? { protocol: agreed.subprotocol } : {};
    if (request.path === "/ws") return { kind: "accept", ...protocol, welcome: agreed.kind === "selected" };
    const id = trainIdOf(request.path);
    if (!TrainId.safeParse(id).success) return { kind: "refuse", ...refusal("bad_id") };
    if (this.#store.deletedIds.has(id)) return { kind: "refuse", ...refusal("training_deleted") };
    if (!this.#store.logs.has(id)) return { kind: "refuse", ...refusal("unknown_training") };
    return { kind: "accept", ...protocol, welcome: false };
  }
}

/** A peer that serves from a store that is at hand. */
export interface PlayedPeer extends AsyncDisposable {
  readonly store: ReferenceStore;
  readonly port: number;
  /** Closes every socket. */
  close(code: number): void;
}

/** Starts a peer to play a server with. */
export async function startPlayedPeer(
  mutation: Mutation,
  options: Partial<PeerOptions>,
): Promise<PlayedPeer> {
  const store = new ReferenceStore();
  const peer = new ReferencePeer(store, mutation, options);
  await peer.listen(0);
  return {
    store,
    port: peer.port,
    close: (code) => peer.close(code),
    [Symbol.asyncDispose]: () => peer.end("crash"),
  };
}

/** Starts a reference peer, with a fault if one is given, as a target whose process the suite may end. */
export async function startReference(
  mutation: Mutation = {},
  options: Partial<PeerOptions> = {},
  wantedPort = 0,
): Promise<Target> {
  const store = new ReferenceStore();
  let peer = new ReferencePeer(store, mutation, options);
  await peer.listen(wantedPort);
  const { port } = peer;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    ...(options.tokens && { token: referenceToken }),
    recipe: referenceRecipe,
    description: "the reference peer",
    process: {
      stop: () => peer.end("stop"),
      crash: () => peer.end("crash"),
      start: () => {
        mutation.restart?.(store);
        peer = new ReferencePeer(store, mutation, options);
        return peer.listen(port);
      },
    },
    [Symbol.asyncDispose]: () => peer.end("crash"),
  };
}

/** Ends a connection whose first request has not come within so long. */
function giveUpSilent(http: Server, socket: Duplex, withinMs: number): void {
  const overdue = setTimeout(() => socket.destroy(), withinMs);
  const spoke = ({ socket: speaker }: IncomingMessage): void => {
    if (speaker === socket) clearTimeout(overdue);
  };
  http.on("request", spoke).on("upgrade", spoke);
  socket.once("close", () => {
    clearTimeout(overdue);
    http.off("request", spoke).off("upgrade", spoke);
  });
}

function bodyOf({ body }: PeerAnswer): string | Buffer | undefined {
  return body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body);
}

function peerRequest(incoming: IncomingMessage, body: string): PeerRequest {
  const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://peer");
  return {
    method: incoming.method ?? "GET",
    path: pathname,
    query: searchParams,
    headers: incoming.headers,
    body,
  };
}

function trainIdOf(path: string): string {
  return decodeURIComponent(path.slice("/ws/training/".length));
}

/** The body, or `undefined` if it is larger than allowed; it is read to its end in any case. */
async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
  }
  return size <= maxBytes ? Buffer.concat(chunks).toString() : undefined;
}

function refuse(socket: Duplex, status: number, body: Record<string, unknown>): void {
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  );
}
