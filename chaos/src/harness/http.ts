import { Agent, request } from "node:http";

/** Connections to the server are kept, as trainers and browsers do. */
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** A request over HTTP. */
export interface HttpRequest {
  readonly method?: string;
  /** The address's path as it goes on the wire, in place of the URL's. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** The connection is cut once so many milliseconds have gone by since the request was written. */
  readonly cutAfterMs?: number;
  readonly signal?: AbortSignal;
  /** Whether to open a connection for this request alone. */
  readonly isAlone?: boolean;
}

/** What came back. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** Longest wait for an answer; a server that takes longer has lost the request. */
const timeoutMs = 30_000;

/**
 * Sends one request. Resolves with undefined if no answer came: refused, reset, cut or overdue.
 */
export function send(url: string, options: HttpRequest = {}): Promise<HttpAnswer | undefined> {
  return new Promise((resolve) => {
    const { method = "GET", headers = {}, body, cutAfterMs, isAlone = false } = options;
    let cut: NodeJS.Timeout | undefined;
    const settle = (answer: HttpAnswer | undefined) => {
      clearTimeout(cut);
      options.signal?.removeEventListener("abort", abort);
      resolve(answer);
    };
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const path = options.path === undefined ? {} : { path: options.path };
    const outgoing = request(url, {
      ...path,
      method,
      agent: isAlone ? false : agent,
      timeout: timeoutMs,
      headers: { ...headers, ...length },
    });
    const abort = () => outgoing.destroy();
    options.signal?.addEventListener("abort", abort);
    outgoing.on("error", () => settle(undefined));
    outgoing.on("timeout", abort);
    outgoing.on("response", (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", () => settle(undefined));
      incoming.on("close", () => settle(undefined));
      incoming.on("end", () =>
        settle({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
    });
    outgoing.end(body);
    if (cutAfterMs !== undefined) cut = setTimeout(abort, cutAfterMs);
  });
}

/** Closes the connections that are kept and not in use, so that a server can count none. */
export function dropIdleConnections(): void {
  agent.destroy();
}
