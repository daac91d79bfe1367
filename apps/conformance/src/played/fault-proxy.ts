import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";
import { Transform } from "node:stream";

/** How a connection is ended: `rst` as by a crash or a firewall, `fin` as by an end of the line. */
export type Cut = "rst" | "fin";

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/**
 * Stands between a client and a server, of which the suite plays one, and does to their TCP connections what networks do. It
 * knows no HTTP and no WebSocket: whatever it does, to both sides it is the line that did it.
 */
export class FaultProxy implements AsyncDisposable {
  /** When each connection was begun, by the monotonic clock, in milliseconds; those that are refused count, too. */
  readonly attemptsAtMs: number[] = [];
  readonly #listener: Server;
  readonly #pairs = new Set<Pair>();
  #isRefusing = false;
  #isFrozen = false;
  #delayMs = 0;
  #pieceBytes = Infinity;
  #gatherMs = 0;
  #requestBytes = Infinity;

  private constructor(port: number, host: string) {
    this.#listener = createServer({ allowHalfOpen: true }, (client) => this.#accept(client, { port, host }));
  }

  /** Opens a proxy before a port, by default of this machine. */
  static async open(targetPort: number, host = "127.0.0.1"): Promise<FaultProxy> {
    const proxy = new FaultProxy(targetPort, host);
    proxy.#listener.listen(0, "127.0.0.1");
    await once(proxy.#listener, "listening");
    return proxy;
  }

  /** Where clients connect. */
  get port(): number {
    return (this.#listener.address() as AddressInfo).port;
  }

  /** Ends every connection. */
  cut(how: Cut): void {
    for (const { client, server } of this.#pairs) {
      if (how === "fin") client.end();
      // A reset after a FIN leaves a handle open, on which Node waits for ever when it exits.
      else if (client.writableEnded) client.destroy();
      else client.resetAndDestroy();
      server.destroy();
    }
  }

  /** Resets every connection from now on that is begun, until it is told otherwise. */
  refuse(isRefusing: boolean): void {
    this.#isRefusing = isRefusing;
  }

  /** Carries nothing more on the connections that are open, and leaves them open: to both sides the other is silent. */
  freeze(): void {
    this.#isFrozen = true;
    for (const { client, server } of this.#pairs) {
      client.unpipe(server).pause();
      server.pause();
    }
  }

  /** Carries new connections again; those that were frozen stay so. */
  thaw(): void {
    this.#isFrozen = false;
  }

  /** Begins to carry a connection only after so long. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Cuts what the server sends into pieces of so many bytes, each a segment of its own. */
  split(bytes: number): void {
    this.#pieceBytes = bytes;
  }

  /** Cuts what clients send into pieces of so many bytes, each a segment of its own. */
  splitRequests(bytes: number): void {
    this.#requestBytes = bytes;
  }

  /** Joins what the server sends within so long. */
  gather(ms: number): void {
    this.#gatherMs = ms;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut("rst");
    const closed = once(this.#listener, "close");
    this.#listener.close();
    await closed;
  }

  #accept(client: Socket, target: { readonly port: number; readonly host: string }): void {
    this.attemptsAtMs.push(performance.now());
    client.on("error", ignore);
    if (this.#isRefusing) return void client.resetAndDestroy();
    client.setNoDelay(true);
    const server = connect({ ...target, allowHalfOpen: true });
    server.on("error", () => client.destroy());
    const pair = { client, server };
    this.#pairs.add(pair);
    const forget = () => void this.#pairs.delete(pair);
    client.once("close", () => {
      forget();
      server.destroy();
    });
    client.pause();
    const begin = setTimeout(() => {
      server.setNoDelay(true);
      const pieces = this.#requestBytes;
      if (pieces === Infinity) client.pipe(server);
      else client.pipe(cutting(pieces)).pipe(server);
      this.#carryBack(pair);
      if (this.#isFrozen) this.freeze();
    }, this.#delayMs);
    client.once("close", () => clearTimeout(begin));
  }

  /** From the server to the client, in whatever pieces. */
  #carryBack({ client, server }: Pair): void {
    let held: Buffer[] = [];
    let flushing: NodeJS.Timeout | undefined;
    const flush = () => {
      flushing = undefined;
      const bytes = Buffer.concat(held);
      held = [];
      for (let at = 0; at < bytes.length; at += this.#pieceBytes)
        client.write(bytes.subarray(at, at + this.#pieceBytes));
    };
    server.on("data", (bytes: Buffer) => {
      held.push(bytes);
      if (this.#gatherMs === 0) flush();
      else flushing ??= setTimeout(flush, this.#gatherMs);
    });
    server.once("end", () => {
      clearTimeout(flushing);
      flush();
      client.end();
    });
    client.once("close", () => clearTimeout(flushing));
  }
}

/** Hands on what it is given in pieces of so many bytes. */
function cutting(size: number): Transform {
  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      for (let at = 0; at < bytes.length; at += size) this.push(bytes.subarray(at, at + size));
      done();
    },
  });
}

function ignore(): void {
  // The close that follows tells it.
}
