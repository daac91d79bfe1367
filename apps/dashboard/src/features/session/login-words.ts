import { tokenPattern } from "@trainwire/protocol";
import type { SessionProblem } from "./session-api.ts";
import type { LockReason } from "./session-state.ts";

/** Why the login is shown. */
export const lockWords: Readonly<Record<LockReason, string>> = {
  new: "This server shows its trainings to holders of a token.",
  ended: "Your session has ended: its token was revoked, or it has expired. Log in to go on where you were.",
  left: "You are logged out.",
  forbidden: "You are logged in with a token that may not read trainings. Use one with the scope read.",
};

/** What is wrong with a text that cannot be a token, so that no try is spent on it; null if nothing is. */
export function malformedToken(text: string): string | null {
  if (text === "") return "Paste your token.";
  return tokenPattern.test(text) ? null : "This is no token: it begins with tw_ and has 46 characters.";
}

/** Why the login failed, and what to do. */
export function problemWords({ code, message, retryAfterSeconds }: SessionProblem): string {
  const wait = retryAfterSeconds === null ? "a while" : `${retryAfterSeconds} s`;
  if (code === "unauthorized") return "This token is not valid: it may be mistyped, revoked or expired.";
  if (code === "too_many_requests")
    return `Too many failed tries from this address. Wait ${wait}, then try again.`;
  if (code === "unreachable") return "The server does not answer. Check that it runs, then try again.";
  return message;
}
