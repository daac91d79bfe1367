import type { Details, TrainingState } from "@trainwire/protocol";
import { fillSeries } from "./fill-series.ts";
import type { Log } from "./log.ts";
import type { OpenBlock } from "./series-block.ts";
import { summarize, unpackPoints } from "./series-points.ts";
import { SeriesRecorder } from "./series-recorder.ts";
import type { ClosedBlock, SeriesStore, StoredChunk, StoredSeries } from "./series-store.ts";
import type { Turns } from "./turns.ts";

/** What the series of all trainings share. */
export interface SeriesContext {
  readonly log: Log;
  readonly store: SeriesStore;
  /** One at a time takes a slice of its log, so that many that catch up do not hold up the rest. */
  readonly slices: Turns;
  readonly onError: (error: unknown) => void;
}

/** The training a series belongs to, as far as reading its log needs it. */
export interface SeriesOwner {
  readonly id: string;
  readonly streamId: string;
  /** The oldest seq that its log still holds. */
  readonly firstSeq: number;
}

/** The chunks of a metric that lie in the log from `firstSeq` on or touch it, in order. */
export type SeriesView = (metric: string, firstSeq: number) => Promise<readonly StoredChunk[]>;

/**
 * The series of one training. New values go into an open block in memory; when it is full it is stored as one chunk
 * a metric. What the log holds but no chunk or block does (after a restart, in a log from before series, after a
 * failed write) is the gap: it is read from the log in slices, once a block is full or the series are asked for.
 */
export class TrainingSeries {
  readonly #context: SeriesContext;
  readonly #owner: SeriesOwner;
  readonly #names: Set<string>;
  readonly #recorder: SeriesRecorder;
  /** Closed blocks that are on their way into the store. */
  #pending: ClosedBlock[] = [];
  #storedUpTo: number;
  /** The newest seq that was recorded, or that the gap reaches to. */
  #seenUpTo: number;
  /** Where the gap ends; it begins after `#storedUpTo`. Undefined if there is none. */
  #gapTo: number | undefined;
  #filling: Promise<void> | undefined;
  /** Up to where blocks behind the gap are stored. */
  #storedBehindGap = 0;
  #timeText: string | null = null;
  #timeMs = Number.NaN;

  /** @param headSeq The head of the log: what lies between it and what is stored is the gap. */
  constructor(context: SeriesContext, owner: SeriesOwner, at: { stored: StoredSeries; headSeq: number }) {
    this.#context = context;
    this.#owner = owner;
    this.#names = new Set(at.stored.metrics);
    this.#storedUpTo = at.stored.upTo;
    this.#seenUpTo = at.headSeq;
    this.#gapTo = at.headSeq > at.stored.upTo ? at.headSeq : undefined;
    this.#recorder = new SeriesRecorder(this.#names, (block) => this.#store(block));
  }

  /** The newest seq whose values it holds, or will hold when there is no gap. */
  get upTo(): number {
    return this.#seenUpTo;
  }

  /** Whether it reads or writes at present. */
  get isBusy(): boolean {
    return this.#filling !== undefined || this.#pending.length > 0;
  }

  /** Takes an update that was stored: the state after it, and what it reported. */
  record(state: TrainingState, details: Details): void {
    this.#seenUpTo = state.seq;
    if (state.received_at !== this.#timeText) {
      this.#timeText = state.received_at;
      this.#timeMs = Date.parse(state.received_at ?? "");
    }
    const { seq, attempt, current_step } = state;
    this.#recorder.record({ seq, attempt, step: current_step ?? Number.NaN, time: this.#timeMs }, details);
    if (state.complete) this.#recorder.close();
  }

  /**
   * Waits until there is no gap.
   * @throws TrainwireServerError `internal` if the log cannot be read or the store not written.
   */
  async ready(): Promise<void> {
    while (this.#gapTo !== undefined) await this.#fill();
  }

  /** The metrics that have a series, in the order in which they were first reported. */
  get names(): readonly string[] {
    return [...this.#names];
  }

  /** All that was recorded of these metrics up to now, without the gap. Later updates do not change it. */
  view(metrics: readonly string[]): SeriesView {
    const pending = [...this.#pending];
    const { open } = this.#recorder;
    const newest = new Map(metrics.map((name) => [name, open && chunkOf(open, name)]));
    const lastSeq = this.#storedUpTo;
    return async (metric, firstSeq) => {
      const stored = await this.#context.store.chunks(this.#owner.id, metric, { firstSeq, lastSeq });
      const closed = pending.flatMap(({ chunks }) => chunks.filter((chunk) => chunk.metric === metric));
      const last = newest.get(metric);
      const all = [
        ...stored,
        ...closed.map(({ summary, packed }) => ({ summary, points: () => unpackPoints(packed) })),
        ...(last ? [last] : []),
      ];
      return all.filter(({ summary }) => summary.lastSeq >= firstSeq);
    };
  }

  #store(block: ClosedBlock): void {
    this.#pending.push(block);
    const upTo = this.#gapTo === undefined ? block.upTo : undefined;
    this.#context.store.write({ trainId: this.#owner.id, blocks: [block], replaces: false, upTo }).then(
      () => {
        if (this.#pending[0] !== block) return;
        this.#pending.shift();
        if (this.#gapTo === undefined) this.#storedUpTo = block.upTo;
        else this.#storedBehindGap = block.upTo;
      },
      (error: unknown) => this.#abandon(error),
    );
    if (this.#gapTo !== undefined) this.#fill().catch(this.#context.onError);
  }

  /** After a failed write: what is in memory is dropped, and had from the log when it is needed. */
  #abandon(error: unknown): void {
    this.#context.onError(error);
    this.#pending = [];
    this.#recorder.drop();
    if (this.#seenUpTo > this.#storedUpTo) this.#gapTo = this.#seenUpTo;
  }

  #fill(): Promise<void> {
    this.#filling ??= this.#fillGap().finally(() => {
      this.#filling = undefined;
    });
    return this.#filling;
  }

  async #fillGap(): Promise<void> {
    const gapTo = this.#gapTo;
    if (gapTo === undefined) return;
    await fillSeries(this.#context, this.#owner, {
      names: this.#names,
      after: this.#storedUpTo,
      to: gapTo,
      onStored: (upTo) => {
        this.#storedUpTo = upTo;
      },
    });
    // A write that failed meanwhile has moved the end of the gap.
    if (this.#gapTo !== gapTo) return;
    this.#gapTo = undefined;
    this.#storedUpTo = Math.max(gapTo, this.#storedBehindGap);
  }
}

function chunkOf(block: OpenBlock, metric: string): StoredChunk | undefined {
  const points = block.points(metric);
  if (points.seq.length === 0) return undefined;
  return { summary: summarize(points, block.attempt), points: () => points };
}
