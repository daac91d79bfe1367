import type { IncomingHttpHeaders } from "node:http";
import { fastifyCookie } from "@fastify/cookie";
import { sessionCookieName, tokenSubprotocolPrefix } from "@trainwire/protocol";

/** What a request shows to be let in. */
export type Credential =
  | { readonly kind: "none" }
  | { readonly kind: "token"; readonly text: string }
  | { readonly kind: "session"; readonly secret: string };

/** Longest subprotocol of a token that is decoded. */
const maxOfferLength = 512;

/** Reads it: a bearer token before one among the subprotocols, and those before a cookie. */
export function readCredential(headers: IncomingHttpHeaders): Credential {
  const bearer = /^Bearer +([^ ]+) *$/i.exec(headers.authorization ?? "")?.[1];
  if (bearer !== undefined) return { kind: "token", text: bearer };
  const offered = offeredToken(headers["sec-websocket-protocol"]);
  if (offered !== undefined) return { kind: "token", text: offered };
  const secret = headers.cookie && fastifyCookie.parse(headers.cookie)[sessionCookieName];
  return secret ? { kind: "session", secret } : { kind: "none" };
}

function offeredToken(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const offer = header
    .split(",")
    .map((name) => name.trim())
    .find((name) => name.startsWith(tokenSubprotocolPrefix));
  if (offer === undefined || offer.length > maxOfferLength) return undefined;
  return Buffer.from(offer.slice(tokenSubprotocolPrefix.length), "base64url").toString("utf8");
}
