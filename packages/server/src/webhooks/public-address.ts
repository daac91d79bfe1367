import { type LookupAddress, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { TrainwireServerError } from "../core/errors.ts";

/** Whether an address is one of the internet's, and not of this machine or a network of its owner's. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.process(address).range() === "unicast";
}

/** Whether a host of a URL is an address that is not public. A name is none: what it leads to is seen when it is looked up. */
export function isPrivateHost(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, "");
  return ipaddr.isValid(address) && !isPublicAddress(address);
}

/** What stands against names that lead to addresses of the server's own network. */
export class PrivateAddressError extends TrainwireServerError {
  constructor(host: string) {
    super("forbidden", `${host} is not a public address, and the server was not told to send to such`);
  }
}

/** Looks up a name for a connection, and refuses it if any of its addresses is not public. */
export const lookUpPublic: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return done(error, []);
    if (!addresses.every(({ address }) => isPublicAddress(address)))
      return done(new PrivateAddressError(host), []);
    const [first] = addresses;
    if (options.all) done(null, addresses);
    else done(null, first?.address ?? "", first?.family);
  });
};
