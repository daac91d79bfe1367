import { type Backoff, fullJitterMs, sparseMs } from "../backoff.ts";

/** When to go on, in milliseconds since 1970; `inBackground` does not keep a Node process alive. */
export interface Wake {
  readonly atMs: number;
  readonly inBackground: boolean;
}

/**
 * What the server knows of the training. `unregistered`: it has to be registered first. `unknown`: the first
 * report registers it. `known`: commands can be fetched.
 */
export type Standing = "unregistered" | "unknown" | "known";

/** Where the delivery of reports stands. `failures` counts the failed requests in a row. */
export type DeliveryState =
  /** No report waits. At `wake` commands are fetched. */
  | { readonly phase: "idle"; readonly standing: Standing; readonly wake: Wake | null }
  /** Reports are gathered, and sent at `wake`. */
  | { readonly phase: "gathering"; readonly standing: Standing; readonly wake: Wake }
  /** A registration is in flight. */
  | { readonly phase: "registering"; readonly failures: number }
  /** A batch is in flight, an empty one to fetch commands. */
  | { readonly phase: "sending"; readonly standing: "unknown" | "known"; readonly failures: number }
  /** A request failed, and is repeated at `wake`. */
  | {
      readonly phase: "retrying";
      readonly standing: Standing;
      readonly failures: number;
      readonly wake: Wake;
    }
  | { readonly phase: "closed" };

/** What happens to a delivery. */
export type DeliveryEvent =
  | { readonly type: "reported"; readonly isUrgent: boolean }
  /** The wake-up of the state. */
  | { readonly type: "due" }
  /** The server has the training. */
  | { readonly type: "registered" }
  /** The server has answered the batch. */
  | { readonly type: "answered" }
  /** The server will not take the registration, or the batch: it is given up. */
  | { readonly type: "refused" }
  /** The request may succeed later; if `isDenied`, only with another token. */
  | { readonly type: "failed"; readonly isDenied: boolean }
  | { readonly type: "closed" };

/** What a step may depend on besides the state and the event. */
export interface DeliveryStepContext {
  readonly nowMs: number;
  /** A number from 0 up to 1. */
  readonly random: number;
  readonly backoff: Backoff;
  readonly flushMs: number;
  readonly fetchCommandsMs: number;
  /** Whether reports wait, queued or in a batch that is to be sent again. */
  readonly hasReports: boolean;
  /** Whether the trainer waits for a command to go on: then fetching commands keeps a Node process alive. */
  readonly isPaused: boolean;
}

/** The state of a new delivery. */
export function beginDelivery(standing: Standing, nowMs: number): DeliveryState {
  if (standing !== "unregistered") return { phase: "idle", standing, wake: null };
  return { phase: "gathering", standing, wake: { atMs: nowMs, inBackground: false } };
}

/**
 * The state after an event. Pure. Its edges:
 *
 * ```
 * idle ──reported──▶ gathering
 * idle, gathering, retrying ──due──▶ registering while unregistered, else sending
 * registering ──registered, refused──▶ sending     (idle if there is nothing to send)
 * sending ──answered, refused──▶ gathering         (idle if there is nothing to send)
 * registering, sending ──failed──▶ retrying        any ──closed──▶ closed
 * ```
 */
export function nextDelivery(
  state: DeliveryState,
  event: DeliveryEvent,
  context: DeliveryStepContext,
): DeliveryState {
  if (state.phase === "closed") return state;
  switch (event.type) {
    case "closed":
      return { phase: "closed" };
    case "reported":
      return afterReport(state, event.isUrgent, context);
    case "due":
      if (!("wake" in state)) return state;
      return afterWake(state.standing, state.phase === "retrying" ? state.failures : 0);
    case "registered":
      return state.phase === "registering" ? { ...state, phase: "sending", standing: "known" } : state;
    case "refused":
      if (state.phase === "registering" && context.hasReports) {
        return { ...state, phase: "sending", standing: "unknown" };
      }
      // A server that refuses to tell the commands is not asked again until it has taken a report.
      return isUnderWay(state) ? rested("unknown", context) : state;
    case "answered":
      return state.phase === "sending" ? rested("known", context) : state;
    case "failed":
      return isUnderWay(state) ? afterFailure(state, event.isDenied, context) : state;
    default:
      return event satisfies never;
  }
}

/** When a state goes on by itself; null if it does not. */
export function wakeOf(state: DeliveryState): Wake | null {
  return "wake" in state ? state.wake : null;
}

type UnderWay = Extract<DeliveryState, { phase: "registering" | "sending" }>;

function isUnderWay(state: DeliveryState): state is UnderWay {
  return state.phase === "registering" || state.phase === "sending";
}

function afterReport(state: DeliveryState, isUrgent: boolean, context: DeliveryStepContext): DeliveryState {
  const wake = { atMs: context.nowMs + (isUrgent ? 0 : context.flushMs), inBackground: false };
  switch (state.phase) {
    case "idle":
      return { phase: "gathering", standing: state.standing, wake };
    case "gathering":
      return isUrgent ? { ...state, wake } : state;
    case "retrying":
      // The last report has only seconds to be delivered in.
      if (isUrgent && wake.atMs < state.wake.atMs) return { ...state, wake };
      return state.wake.inBackground ? { ...state, wake: { ...state.wake, inBackground: false } } : state;
    case "registering":
    case "sending":
    case "closed":
      return state;
    default:
      return state satisfies never;
  }
}

function afterWake(standing: Standing, failures: number): DeliveryState {
  return standing === "unregistered"
    ? { phase: "registering", failures }
    : { phase: "sending", standing, failures };
}

function afterFailure(state: UnderWay, isDenied: boolean, context: DeliveryStepContext): DeliveryState {
  const { nowMs, backoff, random } = context;
  const failures = state.failures + 1;
  const standing = state.phase === "sending" ? state.standing : "unregistered";
  const delayMs = isDenied ? sparseMs(backoff, random) : fullJitterMs(failures, backoff, random);
  const atMs = nowMs + delayMs;
  const inBackground = !context.hasReports && !context.isPaused && standing !== "unregistered";
  return { phase: "retrying", standing, failures, wake: { atMs, inBackground } };
}

function rested(standing: "unknown" | "known", context: DeliveryStepContext): DeliveryState {
  const { nowMs, flushMs, fetchCommandsMs, hasReports, isPaused } = context;
  if (hasReports)
    return { phase: "gathering", standing, wake: { atMs: nowMs + flushMs, inBackground: false } };
  const wake = standing === "known" ? { atMs: nowMs + fetchCommandsMs, inBackground: !isPaused } : null;
  return { phase: "idle", standing, wake };
}
