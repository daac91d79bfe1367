import { limits, type MetricSeries, type SeriesQuery } from "@trainwire/protocol";
import { TrainwireServerError } from "./errors.ts";
import { nextTurn } from "./next-turn.ts";
import { Buckets, type SeriesAxisOfSummary } from "./series-buckets.ts";
import { filterPoints, type SeriesPoints, type SeriesSummary, summarize } from "./series-points.ts";
import { blockWidth } from "./series-recorder.ts";
import type { StoredChunk } from "./series-store.ts";

/** What is asked of one series. */
export type SeriesRequest = Pick<SeriesQuery, "points" | "x" | "from" | "to" | "digits"> & {
  /** The oldest seq that counts. */
  readonly firstSeq: number;
};

const axes = {
  seq: { first: "firstSeq", last: "lastSeq" },
  step: { first: "firstStep", last: "lastStep" },
  time: { first: "firstTime", last: "lastTime" },
} as const satisfies Record<SeriesQuery["x"], SeriesAxisOfSummary>;

/** After so many chunks whose points were read, other work runs. */
const chunksPerTurn = 256;

/**
 * One series in at most `points` buckets, or one an attempt. A bucket spans a power of two of positions, the least
 * for which they are few enough, so that it stays what it is while a training goes on. From the width of a block on
 * summaries are enough; below it points are read.
 * @returns undefined if no value lies in the range.
 * @throws TrainwireServerError `bad_message` if values of too many attempts do.
 */
export async function downSample(
  name: string,
  chunks: readonly StoredChunk[],
  request: SeriesRequest,
): Promise<MetricSeries | undefined> {
  const parts: StoredChunk[] = [];
  for (const [index, chunk] of chunks.entries()) {
    const part = within(chunk, request);
    if (part) parts.push(part);
    if (part !== chunk && index % chunksPerTurn === chunksPerTurn - 1) await nextTurn();
  }
  if (parts.length === 0) return undefined;
  refuseManyAttempts(name, parts);
  const width = widthFor(parts, request.points);
  const buckets = new Buckets(width);
  for (const [index, part] of parts.entries()) {
    if (width >= blockWidth) {
      buckets.add(part.summary);
      continue;
    }
    for (const summary of cut(part, width)) buckets.add(summary);
    if (index % chunksPerTurn === chunksPerTurn - 1) await nextTurn();
  }
  return buckets.toSeries(name, axes[request.x], request.digits);
}

/** The chunk as far as it lies in the range: itself, a part of it, or nothing. */
function within(chunk: StoredChunk, request: SeriesRequest): StoredChunk | undefined {
  const { x, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, firstSeq } = request;
  const { summary } = chunk;
  const isUnbounded = request.from === undefined && request.to === undefined;
  const first = summary[axes[x].first];
  const last = summary[axes[x].last];
  if (summary.ordered && first !== null && last !== null && (last < from || first > to)) return undefined;
  const isInside = summary.ordered && first !== null && last !== null && first >= from && last <= to;
  if (summary.firstSeq >= firstSeq && (isUnbounded || isInside)) return chunk;
  const points = chunk.points();
  const column = points[x];
  const holds = (index: number): boolean => {
    if ((points.seq[index] ?? 0) < firstSeq) return false;
    const value = column[index] ?? Number.NaN;
    return isUnbounded || (value >= from && value <= to);
  };
  const kept = filterPoints(points, holds);
  return kept.seq.length === 0 ? undefined : partOf(kept, summary.attempt);
}

function partOf(points: SeriesPoints, attempt: number): StoredChunk {
  return { summary: summarize(points, attempt), points: () => points };
}

/** A trainer that raises its attempt with every report would have as many buckets as reports. */
function refuseManyAttempts(name: string, parts: readonly StoredChunk[]): void {
  // Each attempt begins a chunk.
  if (parts.length <= limits.maxSeriesAttempts) return;
  const attempts = new Set(parts.map(({ summary }) => summary.attempt)).size;
  if (attempts <= limits.maxSeriesAttempts) return;
  const asked = `${name} has values of ${attempts} attempts here, more than ${limits.maxSeriesAttempts}`;
  throw new TrainwireServerError("bad_message", `${asked}: ask for a part with from and to`);
}

/** The least power of two for which there are at most `points` buckets, or as few as there are attempts. */
function widthFor(parts: readonly StoredChunk[], points: number): number {
  // Each part is a bucket at least: with more parts than buckets no width below that of a block will do.
  for (let width = parts.length > points ? blockWidth : 1; width < blockWidth; width *= 2) {
    const perBlock = blockWidth / width;
    const most = parts.reduce((sum, { summary }) => sum + Math.min(summary.count, perBlock), 0);
    if (most <= points) return width;
  }
  const attempts = new Set(parts.map(({ summary }) => summary.attempt)).size;
  let width = blockWidth;
  while (bucketCount(parts, width) > Math.max(points, attempts)) width *= 2;
  return width;
}

function bucketCount(parts: readonly StoredChunk[], width: number): number {
  let count = 0;
  let newestSlot = -1;
  let newestAttempt = -1;
  for (const { summary } of parts) {
    const slot = Math.floor((summary.firstSeq - 1) / width);
    if (slot !== newestSlot || summary.attempt !== newestAttempt) count += 1;
    newestSlot = slot;
    newestAttempt = summary.attempt;
  }
  return count;
}

/** The points of a chunk as one summary a bucket. */
function* cut(part: StoredChunk, width: number): Generator<SeriesSummary> {
  const points = part.points();
  const { seq } = points;
  const slot = (index: number) => Math.floor(((seq[index] ?? 0) - 1) / width);
  for (let start = 0; start < seq.length; ) {
    let end = start + 1;
    while (end < seq.length && slot(end) === slot(start)) end += 1;
    yield summarize(points, part.summary.attempt, { start, end });
    start = end;
  }
}
