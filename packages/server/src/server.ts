import { type AddressInfo, isIP } from "node:net";
import fastify, { type FastifyBaseLogger } from "fastify";
import { TrainwireServerError } from "./core/errors.ts";
import { type TrainwireOptions, trainwire } from "./plugin.ts";
import { answerClientError } from "./transports/client-error.ts";
import { httpLimits } from "./transports/http-limits.ts";
import { isLoopbackAddress } from "./transports/loopback.ts";
import { requestIdOf } from "./transports/request-id.ts";
import { answerError } from "./transports/rest/answer.ts";
import { RequestLog } from "./transports/rest/request-log.ts";

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

/**
 * Starts a server. Where it may be reached from beyond this machine, tokens are `required` unless it is said otherwise,
 * and on an address beyond loopback they are required in any case.
 * @throws TrainwireServerError `internal` if the data folder is in use, or no token is there and one is needed; the
 * system's error if the port is in use.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const host = options.host ?? "127.0.0.1";
  const tokens = tokensMode(host, options);
  const app = fastify({
    ...(options.logger && { loggerInstance: options.logger }),
    logController: new RequestLog({ requestIdLogLabel: "request_id" }),
    genReqId: requestIdOf,
    routerOptions: { maxParamLength: 1024 },
    requestTimeout: httpLimits.requestTimeout,
    keepAliveTimeout: httpLimits.keepAliveTimeout,
    frameworkErrors: (error, request, reply) => {
      void reply.header("x-request-id", request.id);
      void answerError(error, request, reply);
    },
    clientErrorHandler: answerClientError,
    return503OnClosing: false,
    // Offers of HTTP/2 come as upgrades too; they are answered as the plain requests that they also are.
    http: {
      shouldUpgradeCallback: (request) => request.headers.upgrade?.toLowerCase() === "websocket",
      headersTimeout: httpLimits.headersTimeout,
      connectionsCheckingInterval: httpLimits.connectionsCheckingInterval,
    },
  });
  app.addHook("onRequest", async (request, reply) => void reply.header("x-request-id", request.id));
  try {
    await app.register(trainwire, {
      ...options,
      tokens,
      // Whoever listens on a name is addressed by it.
      allowHosts: [...(options.allowHosts ?? []), ...(isIP(host) === 0 ? [host] : [])],
    });
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

function tokensMode(host: string, { tokens, trustProxy }: ServerOptions): "required" | "off" {
  const isLoopback = isLoopbackAddress(host);
  if (!isLoopback && tokens === "off") {
    throw new TrainwireServerError(
      "internal",
      `on ${host} everybody who reaches the machine could read and write: leave out --tokens off, or listen on 127.0.0.1`,
    );
  }
  const isProxied = trustProxy !== undefined && trustProxy.length > 0;
  return tokens ?? (isLoopback && !isProxied ? "off" : "required");
}
