import type { TrainwireClientError } from "../errors.ts";

/** A report that waits to be sent. */
export interface QueuedReport {
  /** The record as JSON text: later changes to what was reported do not reach it. */
  readonly text: string;
  /** Status changes, answers to commands and checkpoints are never dropped. */
  readonly isEssential: boolean;
  /** Called once, when the server has stored it (null), or will not. */
  readonly settled?: (error: TrainwireClientError | null) => void;
}

/** Bounds of one request. */
export interface BatchLimits {
  readonly maxRecords: number;
  /** Of the whole body, in characters. */
  readonly maxLength: number;
}

/**
 * Reports that wait for the server, in order; at most `maxQueued`. When it is full, the oldest report that is
 * not essential is dropped and counted: the newest values are the ones that people watch. If all are
 * essential, the new one is dropped unless it is essential too; then the queue grows beyond its bound.
 */
export class ReportQueue {
  readonly #maxQueued: number;
  readonly #reports: QueuedReport[] = [];
  #dropped = 0;

  constructor(maxQueued: number) {
    this.#maxQueued = maxQueued;
  }

  get length(): number {
    return this.#reports.length;
  }

  push(report: QueuedReport): void {
    this.#reports.push(report);
    if (this.#reports.length <= this.#maxQueued) return;
    const oldest = this.#reports.findIndex(({ isEssential }) => !isEssential);
    if (oldest === -1) return;
    this.#reports.splice(oldest, 1);
    this.#dropped += 1;
  }

  /** Takes out the next batch: as many of the oldest as one request may hold, but at least one. */
  takeBatch(limits: BatchLimits): readonly QueuedReport[] {
    let length = 0;
    let count = 0;
    for (const { text } of this.#reports) {
      length += text.length + 1;
      if (count > 0 && (count >= limits.maxRecords || length > limits.maxLength)) break;
      count += 1;
    }
    return this.#reports.splice(0, count);
  }

  /** How many reports were dropped since it was last asked. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  /** Takes out everything. */
  takeAll(): readonly QueuedReport[] {
    return this.#reports.splice(0);
  }
}
