/** The versions this package speaks, by WebSocket subprotocol name, the best first. */
export const supportedSubprotocols = ["trainwire.v1"] as const;

/** Versions that are tried out: spoken only where both sides were told to. They may change without notice. */
export const draftSubprotocols = ["trainwire.v2-draft"] as const;

/** Begins the offer that carries a token; what follows is the base64url of the token's text. It is never selected. */
export const tokenSubprotocolPrefix = "trainwire.token.";

/** A version of the protocol, by its WebSocket subprotocol name. */
export type Subprotocol = (typeof supportedSubprotocols)[number];

/** A version that is tried out, by its WebSocket subprotocol name. */
export type DraftSubprotocol = (typeof draftSubprotocols)[number];

/** What a handshake agreed on. */
export type Negotiation<V extends string = Subprotocol> =
  | { readonly kind: "selected"; readonly subprotocol: V }
  /** The client named none: version 1, without a `welcome`, as the older clients expect. */
  | { readonly kind: "implicit"; readonly subprotocol: "trainwire.v1" }
  | { readonly kind: "refused"; readonly supported: readonly V[] };

/**
 * Chooses the version of a connection from the subprotocols that the client offered, in the server's order of
 * preference. Offers that are no version (`trainwire.token.…`, other protocols) are passed over; a client that
 * offers only such is refused, since the handshake could not name what was agreed (RFC 6455, 4.1).
 */
export function negotiate(offered: readonly string[]): Negotiation;
/** @param spoken The versions that the server speaks on this endpoint, the best first. */
export function negotiate<V extends string>(offered: readonly string[], spoken: readonly V[]): Negotiation<V>;
export function negotiate(
  offered: readonly string[],
  spoken: readonly string[] = supportedSubprotocols,
): Negotiation<string> {
  if (offered.length === 0) return { kind: "implicit", subprotocol: "trainwire.v1" };
  const subprotocol = spoken.find((name) => offered.includes(name));
  if (subprotocol !== undefined) return { kind: "selected", subprotocol };
  return { kind: "refused", supported: spoken };
}
