import type { AddressInfo } from "node:net";

/** Where programs of this machine reach a server that listens on an address; on all of them, by loopback. */
export function ownUrl({ address, port }: AddressInfo): string {
  const reached = address === "0.0.0.0" ? "127.0.0.1" : address === "::" ? "::1" : address;
  return `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}`;
}
