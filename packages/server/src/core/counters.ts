import { type IngestAnswer, isTerminal, type OpenStatus } from "@trainwire/protocol";
import type { ResetReason } from "./position.ts";
import { Tally } from "./tally.ts";

/** Updates sent to viewers, one for each update and viewer; snapshots are none. */
export class Deliveries {
  /** As they were committed. */
  live = 0;
  /** From the log. */
  backlog = 0;
}

/**
 * What a server counts while it works: plain numbers, added to where things happen and read when somebody asks
 * (`metrics/`). Nothing is kept by training or by viewer.
 */
export class Counters {
  /** Updates sent on each endpoint. */
  readonly deliveries = { envelope: new Deliveries(), flat: new Deliveries() };
  /** Viewers that were too slow and got the newest state instead of each update; one for each time. */
  droppedToNewest = 0;
  /** Positions that could not be honoured. */
  readonly resets: Record<ResetReason, number> = { stream_changed: 0, past_end: 0, expired: 0 };
  /** Trainings that ended, by their status. */
  readonly ended = { completed: 0, failed: 0, cancelled: 0 };
  ingestRequests = 0;
  readonly ingestRecords = { accepted: 0, repeated: 0, rejected: 0, heartbeat: 0 };
  /** How long a transaction of the log took, in seconds, its fsync included. */
  readonly commitSeconds = new Tally([0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]);
  /** How many updates a transaction stored. */
  readonly commitUpdates = new Tally([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000]);
  /** Transactions that the disk refused. */
  commitFailures = 0;
  /** From the end of a commit until its updates were written to all live viewers, in seconds; one for each write. */
  readonly deliverySeconds = new Tally([0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]);

  /** When the newest commit ended, by `performance.now`. */
  committedAtMs = 0;
  #deliveredLive = 0;
  /** When the commit ended whose updates wait to be written; 0 if none do. */
  #awaitedSinceMs = 0;

  /** The followers of a training were told of a commit. */
  countTold(): void {
    const { envelope, flat } = this.deliveries;
    const delivered = envelope.live + flat.live;
    if (delivered === this.#deliveredLive) return;
    this.#deliveredLive = delivered;
    this.#awaitedSinceMs = this.committedAtMs;
  }

  /** All that was sent so far is written. */
  countWritten(): void {
    if (this.#awaitedSinceMs === 0) return;
    this.deliverySeconds.add((performance.now() - this.#awaitedSinceMs) / 1000);
    this.#awaitedSinceMs = 0;
  }

  /** Counts one training that ended. */
  countEnd(status: OpenStatus): void {
    if (isTerminal(status)) this.ended[status] += 1;
  }

  /** Counts one ingest request by its answer. */
  countIngest(recordCount: number, answer: IngestAnswer): void {
    const { accepted, repeated, rejected } = answer;
    const records = this.ingestRecords;
    this.ingestRequests += 1;
    records.accepted += accepted;
    records.repeated += repeated;
    records.rejected += rejected.length;
    records.heartbeat += recordCount - accepted - repeated - rejected.length;
  }
}
