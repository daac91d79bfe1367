import { isIP } from "node:net";
import type { ErrorCode } from "@trainwire/protocol";
import { isLoopbackAddress } from "./loopback.ts";
import { remembered } from "./remembered.ts";

/** Which hosts and browser origins may use a server. */
export interface AccessRules {
  /** The address the server listens on; `0.0.0.0` and `::` are all of the machine's. */
  readonly address: string;
  /** The port the server listens on. */
  readonly port: number;
  /** Host names beside localhost, 127.0.0.1 and [::1], without a port. */
  readonly allowHosts: readonly string[];
  /** Origins beside the server's own and those on port 3200, such as `https://ui.example.org`. */
  readonly allowOrigins: readonly string[];
}

/** What a request says of where it comes from, as its headers have it. */
export interface Claims {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

const allAddresses = ["0.0.0.0", "::"];
const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];
/** Where the dashboard's development server and the older systems' UI run. */
const uiPort = 3200;

/**
 * Why a request is refused, or undefined if it may pass. A foreign `Host` is how DNS rebinding reaches a server that
 * its page could not; a foreign `Origin` is a page of somebody else's. Programs that are no browser send no `Origin`.
 */
export function whyRefused(
  claims: Claims,
  rules: AccessRules,
): Extract<ErrorCode, `forbidden_${string}`> | undefined {
  const { host, origin } = claims;
  const name = host === undefined ? null : hostName(host);
  if (name === null || !isOwnName(name, rules)) return "forbidden_host";
  if (origin === undefined || origin === `http://${host}` || origin === `https://${host}`) return undefined;
  return isAllowedOrigin(origin, rules) ? undefined : "forbidden_origin";
}

/**
 * Whether a request to this name is meant for this server. Beyond loopback an IP address is, too: no DNS answer leads
 * a page there, so its pages come from that very address. Any name might, so names are allowed one by one.
 */
function isOwnName(name: string, { address, allowHosts }: AccessRules): boolean {
  if (loopbackNames.includes(name) || allowHosts.includes(name)) return true;
  if (isLoopbackAddress(address)) return false;
  const literal = name.replace(/^\[(.*)\]$/, "$1");
  return isIP(literal) !== 0 && (allAddresses.includes(address) || literal === address);
}

/** Whether pages of this origin may use the server. */
export function isAllowedOrigin(origin: string, rules: AccessRules): boolean {
  if (rules.allowOrigins.includes(origin)) return true;
  return loopbackNames.some((name) => [rules.port, uiPort].some((port) => origin === originOf(name, port)));
}

/** As a browser writes it: port 80 is left out. */
function originOf(name: string, port: number): string {
  return new URL(`http://${name}:${port}`).origin;
}

const hostName = remembered((host) => URL.parse(`http://${host}`)?.hostname ?? null);
