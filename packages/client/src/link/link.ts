import { type CloseCode, shouldReconnect } from "@trainwire/protocol";
import { type Backoff, fullJitterMs, sparseMs } from "../backoff.ts";

/** Whether REST answers while there is no socket. */
export type RestHealth = "unknown" | "answers" | "fails";

/** Why the server keeps a client out: it wants a valid token, or one that may read. */
export type Denial = "unauthorized" | "forbidden";

/**
 * The client's link to the server, which outlives its sockets.
 *
 * `failures` counts the attempts in a row that led to no stable connection; `wasLive` says whether there was
 * a connection before.
 */
export type Link =
  | { readonly phase: "idle"; readonly wasLive: boolean }
  | {
      readonly phase: "opening";
      readonly failures: number;
      readonly wasLive: boolean;
      readonly rest: RestHealth;
      readonly reason: string | null;
    }
  | { readonly phase: "open"; readonly failures: number; readonly openedAtMs: number }
  | {
      readonly phase: "waiting";
      readonly failures: number;
      readonly wasLive: boolean;
      readonly rest: RestHealth;
      readonly reason: string;
      readonly retryAtMs: number;
    }
  /**
   * There is no WebSocket, or a close code asks not to connect again. Polling goes on. `retryAtMs` is null
   * where trying again cannot help.
   */
  | {
      readonly phase: "barred";
      readonly wasLive: boolean;
      readonly rest: RestHealth;
      readonly reason: string;
      readonly retryAtMs: number | null;
    }
  /** The server wants another token. Nothing is asked of it until somebody may have logged in. */
  | {
      readonly phase: "denied";
      readonly wasLive: boolean;
      readonly denial: Denial;
      readonly reason: string;
      readonly retryAtMs: number;
    }
  /** As `denied`, while the server is asked whether it would let the client in by now. */
  | {
      readonly phase: "asking";
      readonly wasLive: boolean;
      readonly denial: Denial;
      readonly reason: string;
    }
  | { readonly phase: "closed" };

/** What happens to a link. */
export type LinkEvent =
  /** Something is followed. */
  | { readonly type: "wanted"; readonly hasWebSocket: boolean }
  /** Nothing is followed any longer. */
  | { readonly type: "unwanted" }
  /** The server said its first word. */
  | { readonly type: "opened" }
  /** The socket ended, or never opened. `code` is the server's close code, if it sent one. */
  | { readonly type: "lost"; readonly code: number | null; readonly reason: string }
  | { readonly type: "retry_due" }
  /** The machine may have slept or been offline. */
  | { readonly type: "woke" }
  | { readonly type: "rest_answered" }
  | { readonly type: "rest_failed" }
  /** The server wants another token. */
  | { readonly type: "denied"; readonly denial: Denial }
  /** The server would let the client in. */
  | { readonly type: "permitted"; readonly hasWebSocket: boolean }
  /** It could not be asked. */
  | { readonly type: "unanswered" }
  | { readonly type: "closed" };

/** What a step may depend on besides the link and the event. */
export interface LinkContext {
  readonly nowMs: number;
  /** A number from 0 up to 1. */
  readonly random: number;
  readonly backoff: Backoff;
  /** A connection that lasted this long ends the growth of the backoff, in milliseconds. */
  readonly stableMs: number;
}

/** From this many failed attempts in a row the client polls while it goes on trying. */
const failuresUntilPolling = 2;

/**
 * Close codes after which no further socket is tried: they say that a WebSocket implementation or a proxy
 * between mangles frames, which trying again does not mend. (The protocol's other codes without a retry,
 * 1000 and 1008, may also come from a passing state of the server; 4401 waits for another token.)
 */
const finalCodes: ReadonlySet<number> = new Set([1002, 1003, 1007, 1009] satisfies CloseCode[]);

/** The token or session of the socket was revoked, logged out, or has expired. */
const tokenEnded = 4401 satisfies CloseCode;

const denialReasons: Readonly<Record<Denial, string>> = {
  unauthorized: "the server wants a valid token",
  forbidden: "the token may not read here",
};

/**
 * The link after an event. Pure. Its edges:
 *
 * ```
 * idle ──wanted──▶ opening ──opened──▶ open        wanted without a WebSocket ──▶ barred
 * opening, open ──lost──▶ waiting                  lost with a code that asks for it ──▶ barred
 * waiting ──retry_due, woke──▶ opening             barred likewise, unless its code is final
 * any but idle ──denied──▶ denied                  open ──lost because the token ended──▶ denied
 * denied ──retry_due, woke──▶ asking               asking ──unanswered──▶ denied
 * asking ──permitted──▶ opening                    (barred without a WebSocket)
 * any ──unwanted──▶ idle                           any ──closed──▶ closed
 * ```
 */
export function nextLink(link: Link, event: LinkEvent, context: LinkContext): Link {
  if (link.phase === "closed") return link;
  switch (event.type) {
    case "closed":
      return { phase: "closed" };
    case "unwanted":
      return link.phase === "idle" ? link : { phase: "idle", wasLive: wasLive(link) };
    case "wanted":
      return link.phase === "idle" ? firstStep(link.wasLive, event.hasWebSocket) : link;
    case "opened":
      return link.phase === "opening"
        ? { phase: "open", failures: link.failures, openedAtMs: context.nowMs }
        : link;
    case "lost":
      return link.phase === "opening" || link.phase === "open" ? afterLoss(link, event, context) : link;
    case "retry_due":
    case "woke":
      return tryAgain(link);
    case "rest_answered":
      return withRest(link, "answers");
    case "rest_failed":
      return withRest(link, "fails");
    case "denied":
      return link.phase === "idle" || link.phase === "denied" ? link : deny(link, event.denial, context);
    case "permitted":
      return link.phase === "asking" ? firstStep(link.wasLive, event.hasWebSocket) : link;
    case "unanswered":
      return link.phase === "asking" ? deny(link, link.denial, context) : link;
    default:
      return event satisfies never;
  }
}

/** The way that updates take at present; `none` while a socket is likely to be open soon, `denied` until a login. */
export type Path = "socket" | "rest" | "none" | "denied";

/** The way that updates take over a link. */
export function pathOf(link: Link): Path {
  if (link.phase === "open") return "socket";
  if (link.phase === "barred") return "rest";
  if (link.phase === "denied" || link.phase === "asking") return "denied";
  const isTrying = link.phase === "opening" || link.phase === "waiting";
  return isTrying && link.failures >= failuresUntilPolling ? "rest" : "none";
}

function wasLive(link: Link): boolean {
  return link.phase === "open" || ("wasLive" in link && link.wasLive);
}

function firstStep(live: boolean, hasWebSocket: boolean): Link {
  if (!hasWebSocket) {
    const reason = "this platform has no WebSocket";
    return { phase: "barred", wasLive: live, rest: "unknown", reason, retryAtMs: null };
  }
  return { phase: "opening", failures: 0, wasLive: live, rest: "unknown", reason: null };
}

/** Out of `barred` polling goes on until the socket is live. */
function tryAgain(link: Link): Link {
  if (link.phase === "denied") {
    const { wasLive, denial, reason } = link;
    return { phase: "asking", wasLive, denial, reason };
  }
  if (link.phase !== "waiting" && link.phase !== "barred") return link;
  if (link.retryAtMs === null) return link;
  const failures = link.phase === "waiting" ? link.failures : failuresUntilPolling;
  const { wasLive, rest, reason } = link;
  return { phase: "opening", failures, wasLive, rest, reason };
}

function afterLoss(
  link: Extract<Link, { phase: "opening" | "open" }>,
  event: Extract<LinkEvent, { type: "lost" }>,
  context: LinkContext,
): Link {
  if (event.code === tokenEnded) return deny(link, "unauthorized", context);
  const rest = link.phase === "opening" ? link.rest : "unknown";
  if (event.code !== null && !shouldReconnect(event.code)) {
    const delayMs = sparseMs(context.backoff, context.random);
    const retryAtMs = finalCodes.has(event.code) ? null : context.nowMs + delayMs;
    return { phase: "barred", wasLive: wasLive(link), rest, reason: event.reason, retryAtMs };
  }
  const isStable = link.phase === "open" && context.nowMs - link.openedAtMs >= context.stableMs;
  const past = isStable ? 0 : link.failures;
  return {
    phase: "waiting",
    failures: isStable ? 0 : link.failures + 1,
    wasLive: wasLive(link),
    rest,
    reason: event.reason,
    retryAtMs: context.nowMs + fullJitterMs(past, context.backoff, context.random),
  };
}

function deny(link: Link, denial: Denial, { nowMs, backoff, random }: LinkContext): Link {
  return {
    phase: "denied",
    wasLive: wasLive(link),
    denial,
    reason: denialReasons[denial],
    retryAtMs: nowMs + sparseMs(backoff, random),
  };
}

function withRest(link: Link, rest: RestHealth): Link {
  return "rest" in link && link.rest !== rest ? { ...link, rest } : link;
}
