import type { ErrorCode } from "@trainwire/protocol";
import type { PeerRequest } from "./mutation.ts";

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Why a request may not be served, if so: a foreign Host or Origin. */
export function guard({ headers }: PeerRequest, port: number): ErrorCode | undefined {
  const host = URL.parse(`http://${headers.host ?? ""}`);
  if (!host || !loopbackNames.has(host.hostname)) return "forbidden_host";
  if (headers.origin === undefined) return undefined;
  // A page of the same address, whatever port a proxy gives it.
  if (headers.origin === `http://${headers.host}`) return undefined;
  const origin = URL.parse(headers.origin);
  const allowed =
    origin?.protocol === "http:" &&
    loopbackNames.has(origin.hostname) &&
    [String(port), "3200"].includes(origin.port);
  return allowed ? undefined : "forbidden_origin";
}
