import type { IncomingMessage } from "node:http";
import { isIPv6, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import proxyAddr from "@fastify/proxy-addr";
import { isLoopbackAddress } from "../loopback.ts";
import { remembered } from "../remembered.ts";
import type { TrainersListener } from "../trainers-listener.ts";

/** Where something comes from. */
export interface Peer {
  /** What its limits are counted by: an IPv4 address, or the 64 bits of IPv6 that one customer has. */
  readonly address: string;
  readonly isLoopback: boolean;
}

/** Who sent a request, by its connection and by what trusted proxies say of it. */
export interface Client extends Peer {
  /** Whether it came in by the listener for trainers in containers. */
  readonly isAtTrainers: boolean;
  /** Whether it came by https. */
  readonly isSecure: boolean;
  /** The host that it was addressed to, as `Host` has it. */
  readonly host: string | undefined;
}

/**
 * Reads who sent a request.
 * @param trustProxy Addresses and networks whose `X-Forwarded-For`, `-Proto` and `-Host` are believed; no trainer is a proxy.
 */
export function clientReader(
  trustProxy: readonly string[],
  trainers: Pick<TrainersListener, "has">,
): (request: IncomingMessage) => Client {
  const trusts = trustProxy.length === 0 ? undefined : proxyAddr.compile([...trustProxy]);
  return (request) => {
    const { socket, headers } = request;
    const peer = socket.remoteAddress ?? "";
    const isAtTrainers = trainers.has(socket);
    if (isAtTrainers || !trusts?.(peer, 0)) {
      const isSecure = (socket as Partial<TLSSocket>).encrypted === true;
      return { ...located(peer), isAtTrainers, isSecure, host: headers.host };
    }
    return {
      ...located(proxyAddr(request, trusts)),
      isAtTrainers,
      isSecure: last(headers["x-forwarded-proto"]) === "https",
      host: last(headers["x-forwarded-host"]) ?? headers.host,
    };
  };
}

/**
 * Reads who a connection is of, which is known of one that is no trusted proxy's: that speaks for others.
 * @param trustProxy As of `clientReader`.
 */
export function peerReader(trustProxy: readonly string[]): (socket: Socket) => Peer | undefined {
  const trusts = trustProxy.length === 0 ? undefined : proxyAddr.compile([...trustProxy]);
  return ({ remoteAddress = "" }) => (trusts?.(remoteAddress, 0) ? undefined : located(remoteAddress));
}

const located = remembered((address: string): Peer => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  return { address: isIPv6(plain) ? network(plain) : plain, isLoopback: isLoopbackAddress(plain) };
});

/** The first 64 bits of an IPv6 address. */
function network(address: string): string {
  const [head = "", tail] = (address.split("%")[0] ?? "").split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  const groups = tail === undefined ? left : [...left, ...zeros, ...right];
  return `${groups.slice(0, 4).join(":")}::/64`;
}

/** What the nearest proxy added. */
function last(header: string | string[] | undefined): string | undefined {
  return [header].flat().at(-1)?.split(",").at(-1)?.trim();
}
