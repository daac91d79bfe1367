import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An HTTP server on a free port of loopback; disposing of it cuts whatever is still open. */
export class LoopbackHttp implements AsyncDisposable {
  readonly #http: Server;

  /** @param serve Answers a request; where it rejects, the request gets no answer. */
  constructor(serve: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>) {
    this.#http = createServer((incoming, outgoing) => {
      serve(incoming, outgoing).catch(() => outgoing.destroy());
    });
  }

  /** Begins to listen. */
  async listen(): Promise<void> {
    this.#http.listen(0, "127.0.0.1");
    await once(this.#http, "listening");
  }

  /** Its http base, once it listens. */
  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#http, "close");
    this.#http.close();
    this.#http.closeAllConnections();
    await closed;
  }
}
