import type { WebSocket } from "ws";

/** What a connection is to those that only count and close it. */
export interface Connection {
  readonly ws: WebSocket;
  readonly session: { readonly subscriptionCount: number };
  /** Whether it was heard of since the last ping. */
  isAlive: boolean;
}

/** How long sockets may take to answer the closing handshake before they are cut. */
const closeTimeoutMs = 2000;

/** All live sockets of a server: pinged, counted, and closed together. */
export class Connections {
  readonly #live = new Set<Connection>();
  readonly #heartbeat: NodeJS.Timeout;
  #isClosing = false;

  /** @param heartbeatSeconds Time between pings. A socket that answers none within two of them is dropped. */
  constructor(heartbeatSeconds: number) {
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatSeconds * 1000);
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
    for (const { session } of this.#live) count += session.subscriptionCount;
    return count;
  }

  /** Keeps a socket until it closes. */
  add(connection: Connection): void {
    this.#live.add(connection);
    connection.ws.on("pong", () => {
      connection.isAlive = true;
    });
    connection.ws.on("close", () => this.#live.delete(connection));
  }

  /** Closes every socket with 1001, so that viewers come back, and cuts those that do not answer. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#heartbeat);
    const closed = [...this.#live].map(({ ws }) => new Promise((resolve) => ws.on("close", resolve)));
    for (const { ws } of this.#live) ws.close(1001, "going_away");
    const cut = setTimeout(() => {
      for (const { ws } of this.#live) ws.terminate();
    }, closeTimeoutMs);
    await Promise.all(closed);
    clearTimeout(cut);
  }

  #beat(): void {
    for (const connection of this.#live) {
      if (!connection.isAlive) {
        connection.ws.terminate();
        continue;
      }
      connection.isAlive = false;
      connection.ws.ping();
    }
  }
}
