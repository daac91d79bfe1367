import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** One connection through the proxy. */
interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

/** A way to the server on which connections can be frozen: open on both sides, and nothing passes, not even a FIN. */
export class TcpProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  readonly #frozen = new Set<Pair>();
  #passedBytes = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Opens one on a free port. */
  static async open(targetPort: number): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true });
    const proxy = new TcpProxy(server);
    server.on("connection", (near) => proxy.#join(near, targetPort));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  /** Bytes of answers that have passed it. */
  get passedBytes(): number {
    return Array.from(this.#pairs).reduce((sum, { near }) => sum + near.bytesWritten, this.#passedBytes);
  }

  /** Base of its REST addresses. */
  get url(): string {
    return this.wsUrl.replace("ws", "http");
  }

  /** Base of the sockets' addresses through it. */
  get wsUrl(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Freezes every connection that is open now. Later ones pass. */
  freeze(): number {
    for (const pair of this.#pairs) {
      pair.near.unpipe(pair.far).pause();
      pair.far.unpipe(pair.near).pause();
      this.#frozen.add(pair);
    }
    return this.#pairs.size;
  }

  /** Cuts what was frozen: both sides learn of it at last. */
  cutFrozen(): void {
    for (const { near, far } of this.#frozen) {
      near.destroy();
      far.destroy();
    }
    this.#frozen.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const { near, far } of this.#pairs) {
      near.destroy();
      far.destroy();
    }
    await closed;
  }

  #join(near: Socket, targetPort: number): void {
    const far = connect({ port: targetPort, host: "127.0.0.1", allowHalfOpen: true });
    const pair = { near, far };
    this.#pairs.add(pair);
    const part = () => {
      if (this.#pairs.delete(pair)) this.#passedBytes += near.bytesWritten;
      this.#frozen.delete(pair);
      near.destroy();
      far.destroy();
    };
    near.pipe(far).pipe(near);
    for (const side of [near, far]) side.on("error", part).on("close", part);
  }
}
