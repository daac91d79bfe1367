import { tokenSubprotocolPrefix } from "@trainwire/protocol";
import { TrainwireClientError } from "./errors.ts";

/**
 * A server's token, or what gives one; a function is asked for each request and each socket, so that a token
 * can be renewed.
 */
export type TokenSource = string | (() => string | Promise<string>);

/** What HTTP can carry in a header: a token of any server, not of this project's alone. */
const visibleAscii = /^[\x21-\x7e]+$/;

/**
 * The source itself; a text must be one that a header can carry.
 *
 * @throws TrainwireClientError `bad_option`, which does not repeat the text
 */
export function readTokenSource(given: TokenSource | undefined): TokenSource | null {
  return typeof given === "string" ? assertToken(given) : (given ?? null);
}

/**
 * The token to go with now; null without a source, where a browser's session cookie may do.
 *
 * Rejects with `handler_failed` if the caller's function throws, `bad_option` if it gives no token.
 */
export function tokenNow(source: TokenSource | null): string | null | Promise<string> {
  return typeof source === "function" ? ask(source) : source;
}

/** The subprotocol that carries a token where no header can be set. Only the server's log could show it. */
export function tokenSubprotocol(token: string): string {
  const base64 = btoa(token).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return tokenSubprotocolPrefix + base64;
}

async function ask(source: () => string | Promise<string>): Promise<string> {
  let token: string;
  try {
    token = await source();
  } catch (cause) {
    throw new TrainwireClientError("handler_failed", { message: "The function for the token threw.", cause });
  }
  return assertToken(token);
}

function assertToken(token: string): string {
  if (visibleAscii.test(token)) return token;
  const message = "token is none: expected visible ASCII characters, without spaces.";
  throw new TrainwireClientError("bad_option", { message });
}
