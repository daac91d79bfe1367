/** What is known of a connection's life, without trusting its `readyState`. */
export interface Liveness {
  /** When the server last said anything, in milliseconds. */
  readonly heardAtMs: number;
  /** Whether a ping is out that nothing has answered yet. */
  readonly isPinged: boolean;
  /** When to look again. */
  readonly dueAtMs: number;
}

/** What happens to a connection: a message came, it is time to look, or it is doubted right now. */
export type LivenessEvent = "heard" | "due" | "doubted";

/** A step: the new state, and what to do. */
export interface LivenessStep {
  readonly liveness: Liveness;
  readonly action: "none" | "ping" | "declare_dead";
}

/** Longest wait for the pong when the connection is doubted, in milliseconds. */
const doubtMs = 5000;

/** The liveness of a connection that has just been opened. */
export function beginLiveness(nowMs: number, pingMs: number): Liveness {
  return { heardAtMs: nowMs, isPinged: false, dueAtMs: nowMs + pingMs };
}

/**
 * The next step. Pure. Pings after `pingMs` of silence, and declares the connection dead if nothing at all
 * comes for as long again. A look that comes far too late means that the machine slept: it pings anew,
 * since an answer may still lie unread.
 */
export function nextLiveness(
  liveness: Liveness,
  event: LivenessEvent,
  clock: { nowMs: number; pingMs: number },
): LivenessStep {
  const { nowMs, pingMs } = clock;
  const pinged = (withinMs: number): LivenessStep => ({
    liveness: { ...liveness, isPinged: true, dueAtMs: nowMs + withinMs },
    action: "ping",
  });
  switch (event) {
    case "heard":
      return {
        liveness: { heardAtMs: nowMs, isPinged: false, dueAtMs: nowMs + pingMs },
        action: "none",
      };
    case "doubted":
      return pinged(Math.min(pingMs, doubtMs));
    case "due":
      if (nowMs < liveness.dueAtMs) return { liveness, action: "none" };
      if (nowMs > liveness.dueAtMs + pingMs) return pinged(Math.min(pingMs, doubtMs));
      return liveness.isPinged ? { liveness, action: "declare_dead" } : pinged(pingMs);
    default:
      return event satisfies never;
  }
}
