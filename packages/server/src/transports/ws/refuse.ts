import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { TrainwireServerError } from "../../core/errors.ts";

/** How long the answer, and what was to be sent before it, may stay unread. */
const unreadMs = 30_000;

/** Answers a handshake with an HTTP error whose body says why, and ends the connection. */
export function refuseUpgrade(stream: Duplex, error: TrainwireServerError, requestId: string): void {
  const body = JSON.stringify(error.toAnswer());
  const head = [
    `HTTP/1.1 ${error.httpStatus} ${STATUS_CODES[error.httpStatus] ?? ""}`,
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Cache-Control: no-store",
    ...Object.entries(error.headers).map(([name, value]) => `${name}: ${value}`),
    `X-Request-Id: ${requestId}`,
    "Connection: close",
  ];
  // The peer may keep its side open for ever: what was said is said.
  stream.once("finish", () => stream.destroy());
  const cut = setTimeout(() => stream.destroy(), unreadMs).unref();
  stream.once("close", () => clearTimeout(cut));
  stream.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
