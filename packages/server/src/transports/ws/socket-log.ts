import type { IncomingMessage } from "node:http";
import type { FastifyBaseLogger } from "fastify";
import type { TrainwireServerError } from "../../core/errors.ts";
import type { Client } from "../auth/client.ts";
import { requestIdOf } from "../request-id.ts";
import type { Connection } from "./connections.ts";
import type { Target } from "./target.ts";

/** What was asked for, and by whom. */
export interface Handshake {
  readonly target: Target;
  readonly client: Client;
}

/** Writes what becomes of handshakes to the log: a line for each that is refused, and two for each socket. */
export class SocketLog {
  readonly #logger: FastifyBaseLogger;

  constructor(logger: FastifyBaseLogger) {
    this.#logger = logger;
  }

  /** A handshake came. @returns its id, which is its own from now on. */
  begin(request: IncomingMessage): string {
    const id = requestIdOf(request);
    request.headers["x-request-id"] = id;
    return id;
  }

  /** A handshake was refused, which is written at `debug` where it would flood the log. */
  refused(request: IncomingMessage, { code, httpStatus: status }: TrainwireServerError): void {
    const facts = { request_id: requestIdOf(request), code, status, peer: request.socket.remoteAddress };
    if (code === "too_many_requests") this.#logger.debug(facts, "socket refused");
    else this.#logger.info(facts, "socket refused");
  }

  /** A socket was opened; writes the line of its end as well. */
  opened(request: IncomingMessage, { target, client }: Handshake, { ws, stream, socket }: Connection): void {
    const openedAtMs = performance.now();
    const facts = {
      request_id: requestIdOf(request),
      endpoint: target.kind,
      ...(target.kind === "flat" && { train_id: target.trainId }),
    };
    this.#logger.info({ ...facts, peer: client.address }, "socket opened");
    ws.on("close", (code: number) => {
      const seconds = Math.round(performance.now() - openedAtMs) / 1000;
      const { sentMessages: messages } = socket;
      this.#logger.info({ ...facts, code, seconds, messages, bytes: stream.bytesWritten }, "socket closed");
    });
  }
}
