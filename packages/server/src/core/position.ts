import type { SubscriptionReset } from "@trainwire/protocol";
import type { Training } from "./training.ts";

/** A place in a training's log that a viewer wants to go on from. */
export interface Position {
  readonly afterSeq: number;
  readonly streamId?: string | undefined;
}

/** Why a position cannot be honoured. */
export type ResetReason = "stream_changed" | "past_end" | "expired";

/** Why the log cannot go on from this position, or undefined if it can. */
export function whyReset(training: Training, position: Position): ResetReason | undefined {
  if (position.streamId !== undefined && position.streamId !== training.streamId) return "stream_changed";
  if (position.afterSeq > training.head.seq) return "past_end";
  if (position.afterSeq < training.firstSeq - 1) return "expired";
  return undefined;
}

/** The facts that a viewer needs to begin again. */
export function resetFacts(training: Training): Pick<SubscriptionReset, "stream_id" | "first_seq" | "seq"> {
  return { stream_id: training.streamId, first_seq: training.firstSeq, seq: training.head.seq };
}
