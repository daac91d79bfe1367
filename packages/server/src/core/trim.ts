import type { Retention } from "@trainwire/protocol";
import type { Log } from "./log.ts";
import { countToTrim, isDue } from "./retention.ts";
import { stateAt } from "./state-at.ts";

/** How many updates go at a time. As many as lie between keyframes, so that whole slices end at one. */
const sliceSize = 256;

/** A training that is to be trimmed. */
export interface TrimRequest {
  readonly trainId: string;
  readonly retention: Retention;
  /** Called before anything goes, so that nobody is sent on from a position that will be gone. */
  readonly announce: (firstSeq: number) => void;
}

/**
 * Removes at most one slice of what a training's retention lets go.
 * @returns whether there was something to remove.
 */
export async function trimSlice(log: Log, request: TrimRequest): Promise<boolean> {
  const { trainId, retention, announce } = request;
  const nowMs = Date.now();
  const glance = await log.extent(trainId, 1);
  if (!glance || !isDue(glance, retention, nowMs)) return false;
  const [extent, head] = await Promise.all([log.extent(trainId, sliceSize), log.head(trainId)]);
  if (!extent || !head) return false;
  const count = countToTrim(extent, retention, nowMs);
  if (count === 0) return false;
  const end = extent.firstSeq + count;
  const firstSeq = count === sliceSize ? end - ((end - 1) % sliceSize) : end;
  const state = await stateAt(log, { id: trainId, streamId: head.state.stream_id }, firstSeq - 1);
  announce(firstSeq);
  await log.trim(trainId, firstSeq, state);
  return true;
}
