import { nextState, type TrainingState } from "@trainwire/protocol";
import type { AppendRequest } from "../core/log.ts";

/** An append of `count` updates after `state`, with texts that tell them apart. */
export function appendAfter(
  state: TrainingState,
  count: number,
  extra: Partial<AppendRequest> = {},
): AppendRequest {
  const updates: { seq: number; text: string }[] = [];
  let next = state;
  for (let index = 0; index < count; index += 1) {
    next = nextState(next, { details: { loss: index }, received_at: "2026-01-01T00:00:00.000Z" });
    updates.push({ seq: next.seq, text: `{"seq":${next.seq}}` });
  }
  return {
    trainId: state.job_id,
    afterSeq: state.seq,
    updates,
    state: next,
    keyframes: [],
    producers: new Map(),
    ...extra,
  };
}
