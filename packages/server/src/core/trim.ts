import type { Retention } from "@trainwire/protocol";
import type { Log, LogExtent } from "./log.ts";
import { countToTrim, isDue } from "./retention.ts";
import { stateAt } from "./state-at.ts";

/** How many updates go at a time. As many as lie between keyframes, so that whole slices end at one. */
const sliceSize = 256;

/** Called before anything goes, so that nobody is sent on from a position that will be gone. */
export type AnnounceTrim = (trainId: string, firstSeq: number) => void;

/** A training that is to be trimmed. */
export interface TrimRequest {
  readonly trainId: string;
  readonly retention: Retention;
  readonly announce: AnnounceTrim;
}

/**
 * Removes at most one slice of what a training's retention lets go.
 * @returns whether there was something to remove.
 */
export async function trimSlice(log: Log, { trainId, retention, announce }: TrimRequest): Promise<boolean> {
  const nowMs = Date.now();
  const glance = await log.extent(trainId, 1);
  if (!glance || !isDue(glance, retention, nowMs)) return false;
  return removeOldest(log, {
    trainId,
    announce,
    count: (extent) => countToTrim(extent, retention, nowMs),
  });
}

/** What all trainings may hold together. */
export interface BudgetRequest {
  /** As `Log.heldBytes` counts them. */
  readonly totalBytes: number;
  readonly announce: AnnounceTrim;
}

/**
 * Removes at most one slice of one training if all together hold too much.
 * @returns whether there was something to remove.
 */
export async function trimToBudget(log: Log, { totalBytes, announce }: BudgetRequest): Promise<boolean> {
  const excess = (await log.heldBytes()) - totalBytes;
  if (excess <= 0) return false;
  const trainId = await log.firstToGo();
  if (trainId === undefined) return false;
  const nowMs = Date.now();
  return removeOldest(log, {
    trainId,
    announce,
    count: (extent) => countToTrim(extent, { bytes: extent.bytes - excess }, nowMs),
  });
}

interface Removal {
  readonly trainId: string;
  readonly announce: AnnounceTrim;
  readonly count: (extent: LogExtent) => number;
}

async function removeOldest(log: Log, { trainId, announce, count: countOf }: Removal): Promise<boolean> {
  const [extent, head] = await Promise.all([log.extent(trainId, sliceSize), log.head(trainId)]);
  if (!extent || !head) return false;
  const count = countOf(extent);
  if (count === 0) return false;
  const end = extent.firstSeq + count;
  const firstSeq = count === sliceSize ? end - ((end - 1) % sliceSize) : end;
  const state = await stateAt(log, { id: trainId, streamId: head.state.stream_id }, firstSeq - 1);
  announce(trainId, firstSeq);
  await log.trim(trainId, firstSeq, state);
  return true;
}
