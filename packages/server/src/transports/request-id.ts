import type { IncomingMessage } from "node:http";

const sane = /^[\w.:/=+-]{1,128}$/;

/**
 * The id that the log knows a request by: its own `x-request-id`, as a proxy in front gives it, if it is 1-128
 * letters, digits or `._:/=+-`; else a new one.
 */
export function requestIdOf(request: Pick<IncomingMessage, "headers">): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && sane.test(given) ? given : crypto.randomUUID();
}
