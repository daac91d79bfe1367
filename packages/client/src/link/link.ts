import { shouldReconnect } from "@trainwire/protocol";
import { type Backoff, fullJitterMs } from "../backoff.ts";

/** Whether REST answers while there is no socket. */
export type RestHealth = "unknown" | "answers" | "fails";

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
  /** No further socket is tried: there is no WebSocket, or a close code forbade it. Polling goes on. */
  | { readonly phase: "barred"; readonly rest: RestHealth; readonly reason: string }
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
 * The link after an event. Pure. Its edges:
 *
 * ```
 * idle ──wanted──▶ opening ──opened──▶ open        wanted without a WebSocket ──▶ barred
 * opening, open ──lost──▶ waiting                  lost with a code that forbids it ──▶ barred
 * waiting ──retry_due, woke──▶ opening
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
      if (link.phase !== "waiting") return link;
      return {
        phase: "opening",
        failures: link.failures,
        wasLive: link.wasLive,
        rest: link.rest,
        reason: link.reason,
      };
    case "rest_answered":
      return withRest(link, "answers");
    case "rest_failed":
      return withRest(link, "fails");
    default:
      return event satisfies never;
  }
}

/** The way that updates take at present; `none` while a socket is likely to be open soon. */
export type Path = "socket" | "rest" | "none";

/** The way that updates take over a link. */
export function pathOf(link: Link): Path {
  if (link.phase === "open") return "socket";
  if (link.phase === "barred") return "rest";
  const isTrying = link.phase === "opening" || link.phase === "waiting";
  return isTrying && link.failures >= failuresUntilPolling ? "rest" : "none";
}

function wasLive(link: Link): boolean {
  return link.phase === "open" || ("wasLive" in link && link.wasLive);
}

function firstStep(live: boolean, hasWebSocket: boolean): Link {
  if (!hasWebSocket) {
    return { phase: "barred", rest: "unknown", reason: "this platform has no WebSocket" };
  }
  return { phase: "opening", failures: 0, wasLive: live, rest: "unknown", reason: null };
}

function afterLoss(
  link: Extract<Link, { phase: "opening" | "open" }>,
  event: Extract<LinkEvent, { type: "lost" }>,
  context: LinkContext,
): Link {
  const rest = link.phase === "opening" ? link.rest : "unknown";
  if (event.code !== null && !shouldReconnect(event.code)) {
    return { phase: "barred", rest, reason: event.reason };
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

function withRest(link: Link, rest: RestHealth): Link {
  return "rest" in link && link.rest !== rest ? { ...link, rest } : link;
}
