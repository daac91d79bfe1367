import { z } from "zod";
import type { StopSignal } from "./launcher.ts";

const Signal = z.enum(["TERM", "KILL"]);
const Ms = z.number();

/** How a training ends if its trainer was made to end by the server, and does not say so itself. */
export const StopOutcome = z.enum(["cancelled", "failed", "crashed", "paused"]);
/** How a training ends if its trainer was made to end by the server. */
export type StopOutcome = z.infer<typeof StopOutcome>;

/** Where a run stands. Times are milliseconds since the epoch. */
export const RunStage = z.discriminatedUnion("at", [
  /** It waits for its turn: the least place comes first. */
  z.object({ at: z.literal("queued"), place: z.int() }),
  /** Its newest attempt is noted, and may have been started or not. */
  z.object({ at: z.literal("launching") }),
  z.object({ at: z.literal("running") }),
  /** Its newest attempt is to end: by itself, then by TERM, then by KILL. */
  z.object({
    at: z.literal("stopping"),
    why: z.string(),
    outcome: StopOutcome,
    term_at_ms: Ms.nullable(),
    kill_at_ms: Ms.nullable(),
    /** The last that was sent. */
    signal: Signal.nullable(),
  }),
  /** Its newest attempt has exited: it is looked what is left, and decided what comes next. */
  z.object({
    at: z.literal("clearing"),
    exit: z.object({ code: z.int().optional(), out_of_memory: z.boolean().optional() }),
    /** What the server had made of it by then. */
    stopped: z.object({ why: z.string(), outcome: StopOutcome, signal: Signal.nullable() }).nullable(),
    /** Why nothing could be started, if that is so. */
    failure: z.string().optional(),
  }),
  /** Nothing of it runs; it can be resumed. */
  z.object({ at: z.literal("resting") }),
  /** The training has ended. */
  z.object({ at: z.literal("over") }),
]);
/** Where a run stands. */
export type RunStage = z.infer<typeof RunStage>;

/** A stage of a given name. */
export type StageAt<At extends RunStage["at"]> = Extract<RunStage, { at: At }>;

/** What happens to a run. */
export type RunEvent =
  | { readonly type: "turn" }
  | { readonly type: "begun" }
  /** The server was started anew, and found its trainer: it had no chance to obey meanwhile. */
  | { readonly type: "adopted"; readonly termAtMs: number }
  | {
      readonly type: "stop";
      readonly why: string;
      readonly outcome: StopOutcome;
      /** When TERM is sent; null: not before KILL. */
      readonly termAtMs: number | null;
      readonly killAtMs: number | null;
    }
  | { readonly type: "signalled"; readonly signal: StopSignal; readonly killAtMs: number }
  | {
      readonly type: "exited";
      readonly exit: StageAt<"clearing">["exit"];
      readonly failure?: string | undefined;
    }
  | { readonly type: "queued"; readonly place: number }
  | { readonly type: "rested" }
  | { readonly type: "ended" };

/**
 * The stage after an event; the same one if the event says nothing there. Pure. The edges:
 *
 * ```
 * queued ──turn──▶ launching ──begun──▶ running ──stop──▶ stopping ──signalled──▶ stopping
 * launching ──stop──▶ stopping
 * launching, running, stopping ──exited──▶ clearing ──queued, rested, ended──▶ queued, resting, over
 * queued ──rested──▶ resting ──queued──▶ queued
 * queued, resting ──ended──▶ over
 * ```
 */
export function nextStage(stage: RunStage, event: RunEvent): RunStage {
  switch (event.type) {
    case "turn":
      return stage.at === "queued" ? { at: "launching" } : stage;
    case "begun":
      return stage.at === "launching" ? { at: "running" } : stage;
    case "adopted":
      return stage.at === "stopping" && stage.signal === null && stage.term_at_ms !== null
        ? { ...stage, term_at_ms: Math.max(stage.term_at_ms, event.termAtMs) }
        : stage;
    case "stop":
      return stage.at === "stopping" ? moreUrgent(stage, event) : hasTrainer(stage) ? stopping(event) : stage;
    case "signalled":
      return stage.at === "stopping" ? { ...stage, signal: event.signal, kill_at_ms: event.killAtMs } : stage;
    case "exited": {
      if (!hasTrainer(stage)) return stage;
      const { exit, failure } = event;
      const stopped =
        stage.at === "stopping" ? { why: stage.why, outcome: stage.outcome, signal: stage.signal } : null;
      return { at: "clearing", exit, stopped, ...(failure !== undefined && { failure }) };
    }
    case "queued":
      return stage.at === "clearing" || stage.at === "resting" ? { at: "queued", place: event.place } : stage;
    case "rested":
      return stage.at === "clearing" || stage.at === "queued" ? { at: "resting" } : stage;
    case "ended":
      return hasTrainer(stage) || stage.at === "over" ? stage : { at: "over" };
    default:
      return event satisfies never;
  }
}

/** Whether a trainer of it is alive, or about to be. */
export function hasTrainer(stage: RunStage): boolean {
  return stage.at === "launching" || stage.at === "running" || stage.at === "stopping";
}

/** Whether it holds its place among those that run: also while it is looked what is left of it. */
export function holdsPlace(stage: RunStage): boolean {
  return hasTrainer(stage) || stage.at === "clearing";
}

/** The signal that is due, if one is. KILL stays due: one that was noted may not have been sent. */
export function dueSignal(stage: RunStage, nowMs: number): StopSignal | undefined {
  if (stage.at !== "stopping") return undefined;
  if (stage.signal === "KILL") return "KILL";
  if (stage.kill_at_ms !== null && nowMs >= stage.kill_at_ms) return "KILL";
  const isTermDue = stage.signal === null && stage.term_at_ms !== null && nowMs >= stage.term_at_ms;
  return isTermDue ? "TERM" : undefined;
}

type Stop = Extract<RunEvent, { type: "stop" }>;

function stopping({ why, outcome, termAtMs, killAtMs }: Stop): StageAt<"stopping"> {
  return { at: "stopping", why, outcome, term_at_ms: termAtMs, kill_at_ms: killAtMs, signal: null };
}

/** A second reason to stop never gives more time than the first. */
function moreUrgent(stage: StageAt<"stopping">, event: Stop): RunStage {
  const earlier = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.min(a, b));
  return {
    ...stage,
    term_at_ms: earlier(stage.term_at_ms, event.termAtMs),
    kill_at_ms: earlier(stage.kill_at_ms, event.killAtMs),
  };
}
