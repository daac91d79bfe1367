import type { Socket } from "node:net";
import { closeCodes, type ErrorCode } from "@trainwire/protocol";
import type { WebSocket } from "ws";
import type { Phase, Subscription } from "../../core/subscription.ts";
import type { WsSocket } from "./ws-socket.ts";

/** The two endpoints: `/ws` and `/ws/training/{job_id}`. */
export type Endpoint = "viewer" | "flat";

/** What a connection is to those that only count and close it. */
export interface Connection {
  readonly ws: WebSocket;
  /** The TCP connection below. */
  readonly stream: Socket;
  readonly socket: Pick<WsSocket, "close" | "sentMessages">;
  readonly endpoint: Endpoint;
  readonly session: { readonly subscriptionCount: number; subscriptions(): Iterable<Subscription> };
}

/** Signs of life since the last beat. */
interface Pulse {
  isHeard: boolean;
  /** Whether what waits for the viewer has not moved. */
  isStuck: boolean;
  /** For how many beats there was no sign. */
  silentBeats: number;
}

/** Codes that no frame carries: closed without one, and cut off (RFC 6455, 7.4.1). */
const unsentCodes = [1005, 1006];

/** How long sockets may take to answer the closing handshake before they are cut. */
const closeTimeoutMs = 2000;

/** All live sockets of a server: pinged, counted, and closed together. */
export class Connections {
  readonly #live = new Map<Connection, Pulse>();
  readonly #beatMs: number;
  readonly #heartbeat: NodeJS.Timeout;
  #isClosing = false;
  /** What was sent to sockets that are closed by now. */
  #sentToClosed = 0;
  readonly #closedByCode = new Map<string, number>();
  readonly #refusedByCode = new Map<string, number>();

  /** @param heartbeatSeconds Time between pings. A socket that answers none within two of them is dropped. */
  constructor(heartbeatSeconds: number) {
    this.#beatMs = heartbeatSeconds * 1000;
    this.#heartbeat = setInterval(() => this.#beat(), this.#beatMs);
  }

  /** Whether `close` was called: no further socket is to be added. */
  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** How many sockets are open. */
  get count(): number {
    return this.#live.size;
  }

  /** How many subscriptions they hold. */
  get subscriptionCount(): number {
    let count = 0;
    for (const { session } of this.#live.keys()) count += session.subscriptionCount;
    return count;
  }

  /** How many sockets are open on each endpoint. */
  countByEndpoint(): Record<Endpoint, number> {
    const counts = { viewer: 0, flat: 0 };
    for (const { endpoint } of this.#live.keys()) counts[endpoint] += 1;
    return counts;
  }

  /** How many subscriptions to a training are in each phase. */
  countByPhase(): Record<Exclude<Phase, "ended">, number> {
    const counts = { live: 0, backlog: 0, lagging: 0 };
    for (const { session } of this.#live.keys()) {
      for (const { phase } of session.subscriptions()) if (phase !== "ended") counts[phase] += 1;
    }
    return counts;
  }

  /** Bytes that wait in the process, over all sockets. */
  get bufferedBytes(): number {
    let bytes = 0;
    for (const { stream } of this.#live.keys()) bytes += stream.writableLength;
    return bytes;
  }

  /** Bytes that have left the process, over all sockets that there ever were. */
  get sentBytes(): number {
    let bytes = this.#sentToClosed;
    for (const { stream } of this.#live.keys()) bytes += sentBy(stream);
    return bytes;
  }

  /** How many sockets were closed, by their close code; those that no list has are `other`. */
  get closedByCode(): ReadonlyMap<string, number> {
    return this.#closedByCode;
  }

  /** How many handshakes were refused, by error code. */
  get refusedByCode(): ReadonlyMap<string, number> {
    return this.#refusedByCode;
  }

  /** Counts a handshake that was refused. */
  countRefused(code: ErrorCode): void {
    increase(this.#refusedByCode, code);
  }

  /** Keeps a socket until it closes. */
  add(connection: Connection): void {
    const pulse: Pulse = { isHeard: true, isStuck: false, silentBeats: 0 };
    const hear = () => {
      pulse.isHeard = true;
    };
    connection.stream.on("timeout", () => {
      pulse.isStuck = true;
    });
    this.#live.set(connection, pulse);
    connection.ws.on("pong", hear).on("message", hear);
    connection.ws.on("close", (code: number) => {
      this.#live.delete(connection);
      increase(this.#closedByCode, code in closeCodes || unsentCodes.includes(code) ? `${code}` : "other");
      this.#sentToClosed += connection.stream.bytesWritten;
    });
  }

  /** Closes every socket with 1001, so that viewers come back, and cuts those that do not answer. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#heartbeat);
    const closed = [...this.#live.keys()].map(({ ws }) => new Promise((resolve) => ws.on("close", resolve)));
    for (const { socket } of this.#live.keys()) socket.close(1001);
    const cut = setTimeout(() => {
      for (const { ws } of this.#live.keys()) ws.terminate();
    }, closeTimeoutMs);
    await Promise.all(closed);
    clearTimeout(cut);
  }

  #beat(): void {
    for (const [{ ws, stream }, pulse] of this.#live) {
      const isWaiting = stream.writableLength > 0;
      // A ping waits behind what a slow viewer has yet to read: that it reads at all shows that it lives.
      const isAlive = pulse.isHeard || (isWaiting && !pulse.isStuck);
      pulse.silentBeats = isAlive ? 0 : pulse.silentBeats + 1;
      // What waits moves in leaps as large as the system's own buffers: such a viewer has one beat more.
      if (pulse.silentBeats > (isWaiting ? 1 : 0)) {
        ws.terminate();
        continue;
      }
      pulse.isHeard = false;
      pulse.isStuck = false;
      // Told if no byte leaves for most of a beat; `bytesWritten` would show only writes that left as a whole.
      stream.setTimeout(isWaiting ? this.#beatMs * 0.9 : 0);
      ws.ping();
    }
  }
}

function sentBy(stream: Socket): number {
  return stream.bytesWritten - stream.writableLength;
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
