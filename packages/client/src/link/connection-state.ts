import { type Link, pathOf } from "./link.ts";

/** How the client is connected, honestly. */
export interface ConnectionState {
  /**
   * - `connecting`: the first socket is not open yet
   * - `live`: updates arrive over the socket
   * - `polling`: WebSocket is not to be had at present; updates come by REST
   * - `reconnecting`: the socket was lost a moment ago
   * - `offline`: REST fails too
   * - `unauthorized`: the server wants a token, or the one given is not valid any longer; `retry()` after a login
   * - `forbidden`: the token may not read
   * - `closed`: the client was closed, or nothing is followed any longer
   */
  readonly mode:
    | "connecting"
    | "live"
    | "polling"
    | "reconnecting"
    | "offline"
    | "unauthorized"
    | "forbidden"
    | "closed";
  /** Since when, in milliseconds since 1970. */
  readonly sinceMs: number;
  /** When the server last said anything, by socket or REST; to the second. Null: never. */
  readonly lastMessageAtMs: number | null;
  /** When the next try is due; null where none is. */
  readonly retryAtMs: number | null;
  /** Why there is no socket; null where there is one, or none was tried. */
  readonly reason: string | null;
}

/** What viewers are told before anything was followed. */
export function initialConnectionState(nowMs: number): ConnectionState {
  return { mode: "connecting", sinceMs: nowMs, lastMessageAtMs: null, retryAtMs: null, reason: null };
}

/** What viewers are told of a link. Pure; keeps `sinceMs` while the mode stays. */
export function describeLink(previous: ConnectionState, link: Link, nowMs: number): ConnectionState {
  const mode = modeOf(link);
  return {
    mode,
    sinceMs: mode === previous.mode ? previous.sinceMs : nowMs,
    lastMessageAtMs: previous.lastMessageAtMs,
    retryAtMs: "retryAtMs" in link ? link.retryAtMs : null,
    reason: reasonOf(link),
  };
}

function modeOf(link: Link): ConnectionState["mode"] {
  if (pathOf(link) === "rest") return "rest" in link && link.rest === "fails" ? "offline" : "polling";
  switch (link.phase) {
    case "idle":
      return link.wasLive ? "closed" : "connecting";
    case "open":
      return "live";
    case "opening":
    case "waiting":
      return link.wasLive ? "reconnecting" : "connecting";
    case "barred":
      return "polling";
    case "denied":
    case "asking":
      return link.denial;
    case "closed":
      return "closed";
    default:
      return link satisfies never;
  }
}

function reasonOf(link: Link): string | null {
  if (link.phase === "idle") return link.wasLive ? "nothing is followed" : null;
  if (link.phase === "closed") return "the client was closed";
  return "reason" in link ? link.reason : null;
}
