import type { SessionAnswer } from "@trainwire/protocol";

/** Whom a page is logged in as. */
export interface Holder {
  /** Of the token. */
  readonly name: string;
  readonly scopes: readonly string[];
  /** The trainings that the token covers; null: all. */
  readonly trainIds: string | null;
}

/** Why somebody has to log in. `ended`: the session was revoked or has expired while pages were open. */
export type LockReason = "new" | "ended" | "left" | "forbidden";

/** Whether this page may show trainings. */
export type SessionState =
  | { readonly phase: "asking" }
  /** No token is needed; or, if not `known`, nobody has said so yet. */
  | { readonly phase: "open"; readonly known: boolean }
  | { readonly phase: "inside"; readonly holder: Holder }
  /** `holder`: who was logged in before, if the pages of that session are kept for a return. */
  | { readonly phase: "locked"; readonly reason: LockReason; readonly holder: Holder | null };

/** What happens to a session. */
export type SessionEvent =
  /** The server has said who this is; null: it did not answer. */
  | { readonly type: "told"; readonly answer: SessionAnswer | null }
  /** The client was refused: by no valid session, or by one that may not read. */
  | { readonly type: "denied"; readonly denial: "unauthorized" | "forbidden" }
  | { readonly type: "left" };

/**
 * The state after an event. Pure. Its edges:
 *
 * ```
 * any ──told──▶ open, inside, or locked           (unanswered: open while asking, else no change)
 * open, inside ──denied──▶ locked                 any ──left──▶ locked
 * ```
 */
export function nextSession(state: SessionState, event: SessionEvent): SessionState {
  switch (event.type) {
    case "told":
      return afterAnswer(state, event.answer);
    case "denied":
      return state.phase === "locked"
        ? state
        : lock(state, event.denial === "forbidden" ? "forbidden" : "ended");
    case "left":
      return { phase: "locked", reason: "left", holder: null };
    default:
      return event satisfies never;
  }
}

/** What pages are shown for: they begin anew for another holder, and stay, unseen, while one logs in again. */
export function pagesKey(state: SessionState): string | null {
  if (state.phase === "open") return "open";
  const { holder = null } = state.phase === "asking" ? {} : state;
  return holder === null ? null : JSON.stringify(holder);
}

function afterAnswer(state: SessionState, answer: SessionAnswer | null): SessionState {
  if (answer === null) return state.phase === "asking" ? { phase: "open", known: false } : state;
  if (!answer.tokens_required) return { phase: "open", known: true };
  if (!answer.authenticated) return state.phase === "locked" ? state : lock(state, "new");
  const { name = "", scopes = [], train_ids: trainIds = null } = answer;
  const holder = { name, scopes, trainIds };
  const canRead = scopes.includes("read") || scopes.includes("admin");
  return canRead ? { phase: "inside", holder } : { phase: "locked", reason: "forbidden", holder: null };
}

function lock(state: SessionState, reason: LockReason): SessionState {
  const holder = state.phase === "inside" ? state.holder : null;
  const isEnd = holder !== null && reason === "new";
  return { phase: "locked", reason: isEnd ? "ended" : reason, holder };
}
