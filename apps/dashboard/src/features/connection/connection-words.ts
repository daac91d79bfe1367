import type { ConnectionState } from "@trainwire/client";
import { formatFineAge, formatSeconds } from "../../shared/format/duration.ts";

/** The state of the connection in words. */
export interface ConnectionWords {
  /** One word, or two; changes only with the state. */
  readonly mode: string;
  /** When the next try is, "in 8 s", where nothing arrives until then; else null. */
  readonly retry: string | null;
  /** How old the newest message is, "0.4 s ago", or null before the first. */
  readonly age: string | null;
  /** The whole truth in a sentence. */
  readonly explanation: string;
}

const explanations: Readonly<Record<ConnectionState["mode"], string>> = {
  connecting: "Connecting to the server.",
  live: "Updates arrive the moment they happen.",
  polling: "WebSocket is not to be had here, so the server is asked every few seconds.",
  reconnecting: "The connection was lost; what is shown may be out of date.",
  offline: "The server cannot be reached; what is shown is out of date.",
  unauthorized: "The session has ended; log in to go on.",
  forbidden: "The token of this session may not read trainings.",
  closed: "Nothing shown here changes any more, so no connection is open.",
};
const modes: Readonly<Record<ConnectionState["mode"], string>> = {
  connecting: "Connecting",
  live: "Live",
  polling: "Polling",
  reconnecting: "Reconnecting",
  offline: "Offline",
  unauthorized: "Logged out",
  forbidden: "No access",
  closed: "Idle",
};

/** Puts the connection's state at `nowMs` (Unix milliseconds) into words. */
export function connectionWords(state: ConnectionState, nowMs: number): ConnectionWords {
  const { mode, lastMessageAtMs, retryAtMs, reason } = state;
  const age = lastMessageAtMs === null ? null : formatFineAge(nowMs - lastMessageAtMs);
  const retry = retryAtMs === null ? null : `in ${formatSeconds(Math.ceil((retryAtMs - nowMs) / 1000))}`;
  const heard = age === null ? "Nothing received yet." : `Last message ${age}.`;
  const because = reason === null ? "" : ` (${reason})`;
  return {
    mode: modes[mode],
    retry: retryText(mode, retry),
    age,
    explanation: `${explanations[mode]}${because} ${heard}`,
  };
}

/** While polling, the next try of a socket is not what a reader waits for. */
function retryText(mode: ConnectionState["mode"], retry: string | null): string | null {
  if (retry === null) return null;
  if (mode === "reconnecting") return retry;
  return mode === "offline" ? `retry ${retry}` : null;
}
