import type { AddressInfo } from "node:net";
import fastify, { type FastifyBaseLogger, LogController } from "fastify";
import { type TrainwireOptions, trainwire } from "./plugin.ts";
import { answerError } from "./transports/rest/answer.ts";

/** What a server is started with. */
export interface ServerOptions extends TrainwireOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 8000; 0 takes a free one. */
  readonly port?: number;
  /** Where it logs; silent by default. */
  readonly logger?: FastifyBaseLogger;
}

/** A server that listens. */
export interface RunningServer extends AsyncDisposable {
  /** Where it is reached, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Stops it: viewers are told to come back, what was accepted is stored. Safe to call more than once. */
  close(): Promise<void>;
}

/** How long a request's head and body may take to arrive. */
const requestTimeoutMs = 60_000;

const loopbackHosts = ["127.0.0.1", "::1", "localhost"];

/** Whether a server on this address is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return loopbackHosts.includes(host);
}

/**
 * Starts a server.
 * @throws TrainwireServerError `internal` if the data folder is in use; the system's error if the port is.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const host = options.host ?? "127.0.0.1";
  const app = fastify({
    ...(options.logger && { loggerInstance: options.logger }),
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 1024 },
    requestTimeout: requestTimeoutMs,
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
    return503OnClosing: false,
    // Offers of HTTP/2 come as upgrades too; they are answered as the plain requests that they also are.
    http: { shouldUpgradeCallback: (request) => request.headers.upgrade?.toLowerCase() === "websocket" },
  });
  app.addHook("onResponse", async (request, reply) => {
    request.log.debug(
      { method: request.method, url: request.url, status: reply.statusCode, ms: reply.elapsedTime },
      "request",
    );
  });
  try {
    await app.register(trainwire, options);
    await app.listen({ host, port: options.port ?? 8000 });
  } catch (error) {
    await app.close();
    throw error;
  }
  const { port } = app.server.address() as AddressInfo;
  const close = async () => {
    await app.close();
  };
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    close,
    [Symbol.asyncDispose]: close,
  };
}
