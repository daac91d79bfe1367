import type { Command, Details, TrainingState, TrainingSummary } from "@trainwire/protocol";
import { Batch } from "./batch.ts";
import { type Commands, isUnderWay } from "./command-changes.ts";
import type { StoredCommand } from "./command-record.ts";
import { type CommitGroup, groupsOf } from "./commit-group.ts";
import { TrainwireServerError } from "./errors.ts";
import { Frame } from "./frame.ts";
import { needsWatch } from "./health.ts";
import type { Log, LogHead } from "./log.ts";
import type { Versioned } from "./records.ts";
import type { RunView } from "./run-view.ts";
import type { StoredSeries } from "./series-store.ts";
import type { StoredCommands } from "./stored-commands.ts";
import { descriptionOf, summaryOf } from "./summary.ts";
import type { TrainingRecord } from "./training-record.ts";
import { type SeriesContext, TrainingSeries } from "./training-series.ts";
import { Turns } from "./turns.ts";

/** Every how many updates the whole state is stored, so that the state at any seq is near. */
const keyframeInterval = 256;

/** Above this many producers of a training, what is known of them is forgotten and loaded again when needed. */
const maxProducers = 1000;

const noCommands: readonly Command[] = [];

/** Is told of what is committed to a training, in order. Must not throw. */
export interface Follower {
  onCommit(group: CommitGroup): void;
  /** The training was deleted: nothing more will come. */
  onDeleted(): void;
}

/** Is told of an update that is stored: the state after it, and what was reported. Must not throw. */
export type RecordListener = (state: TrainingState, details: Details) => void;

/** What a `Training` is opened from. */
export interface StoredTraining {
  readonly record: Versioned<TrainingRecord>;
  readonly head: LogHead;
  readonly commands: StoredCommands;
  readonly run?: RunView | undefined;
  readonly series: { readonly context: SeriesContext; readonly stored: StoredSeries };
  /** Called with each update that is stored: the state after it, and what was reported. */
  readonly onRecord?: RecordListener;
  /** Called after each commit, when the followers were told. */
  readonly onCommit: () => void;
}

/**
 * One training while it is in use: the head of its log, the states on their way to it, and its followers.
 * Appends are pipelined: each is numbered at once after the one before, and followers hear of it when it is stored.
 */
export class Training {
  readonly id: string;
  record: Versioned<TrainingRecord>;
  /** When its trainer was last heard of, by any request; milliseconds since the epoch. */
  lastContactAtMs = 0;
  /** Before this its trainer was not awaited: silence counts from here at the earliest; milliseconds since the epoch. */
  awaitedSinceMs = 0;
  /** What it shows of its run, if the server started it. */
  run: RunView | undefined;
  /** When it was last asked for, by the monotonic clock, in milliseconds. */
  lastUsedAtMs = performance.now();
  /** Requests that publish to it are taken in one after another. */
  readonly intakes = new Turns();
  /** Its values for charts. */
  readonly series: TrainingSeries;
  readonly #log: Log;
  readonly #onCommit: () => void;
  readonly #onRecord: RecordListener | undefined;
  readonly #followers = new Set<Follower>();
  #head: Frame;
  #numbered: TrainingState;
  #producers = new Map<string, number>();
  #committed: Frame[] = [];
  #telling: Promise<void> | undefined;
  #pending: Promise<void> = Promise.resolve();
  #pendingCount = 0;
  #isDeleted = false;
  #firstSeq: number;
  readonly #storedCommands: StoredCommands;
  /** What it was told, as it is committed, and as it is numbered. */
  #commands: Commands;
  #numberedCommands: Commands;
  #open = noCommands;
  #cancel: StoredCommand | undefined;

  constructor(log: Log, stored: StoredTraining) {
    this.id = stored.record.value.train_id;
    this.record = stored.record;
    this.#firstSeq = stored.head.firstSeq;
    this.#log = log;
    this.#onCommit = stored.onCommit;
    this.#onRecord = stored.onRecord;
    this.#head = new Frame(stored.head.state);
    this.#numbered = stored.head.state;
    this.run = stored.run;
    this.#storedCommands = stored.commands;
    this.#commands = stored.commands.saved;
    this.#numberedCommands = this.#commands;
    this.#noteCommands();
    const { context, stored: storedSeries } = stored.series;
    this.series = new TrainingSeries(context, this, { stored: storedSeries, headSeq: this.#head.seq });
  }

  /** The oldest seq that the log still holds. */
  get firstSeq(): number {
    return this.#firstSeq;
  }

  /** The newest stored position. */
  get head(): Frame {
    return this.#head;
  }

  /** Whether nothing refers to it any more and its health is settled, so that it need not be kept in memory. */
  get idle(): boolean {
    return (
      this.#followers.size === 0 &&
      this.#pendingCount === 0 &&
      !this.series.isBusy &&
      this.#cancel === undefined &&
      this.#hasSavedCommands &&
      !needsWatch(this.#head.state)
    );
  }

  /** Identity of its log. */
  get streamId(): string {
    return this.#head.state.stream_id;
  }

  /** The training as lists show it. */
  get summary(): TrainingSummary {
    return summaryOf(this.record.value, this.#head.state, this.run);
  }

  /** The training as it is shown by itself. */
  get description(): TrainingSummary {
    return descriptionOf(this.record.value, this.#head.state, this.run);
  }

  /** Whether it was deleted. What still refers to it is to let it go. */
  get isDeleted(): boolean {
    return this.#isDeleted;
  }

  /** Changes whenever `summary` does, also when a training ends without new data. */
  get etag(): string {
    const { run } = this;
    const ofRun = run ? `.${run.version}.${run.queuePosition ?? 0}` : "";
    return `"${this.#head.state.stream_id}.${this.#head.seq}.${this.record.version}${ofRun}"`;
  }

  /** What it was told, oldest first: the newest commands, and all that are under way. */
  get commands(): Commands {
    return this.#commands;
  }

  /** The newest attempt that the server started, or is about to; undefined if it does not start this training. */
  get newestStarted(): number | undefined {
    return this.run && (this.run.attempts.at(-1)?.attempt ?? 1);
  }

  /** What its trainer is yet to take up, as ingest answers say it. */
  get openCommands(): readonly Command[] {
    return this.#open;
  }

  /** The cancel that is under way, if one is. */
  get cancel(): StoredCommand | undefined {
    return this.#cancel;
  }

  /** Loads what `producerSeq` answers from memory afterwards. */
  async loadProducers(producerIds: Iterable<string>): Promise<void> {
    const ids = new Set(producerIds);
    let known: Map<string, number>;
    do {
      known = this.#producers;
      for (const id of ids) {
        if (known.has(id)) continue;
        const seq = await this.#log.producerSeq(this.id, id);
        if (!known.has(id)) known.set(id, seq ?? -1);
      }
      // A failed append meanwhile has put another map in its place: load again.
    } while (known !== this.#producers);
  }

  /** The highest numbered `producer_seq` of a producer that was loaded; -1 if it never published here. */
  producerSeq(producerId: string): number {
    return this.#producers.get(producerId) ?? -1;
  }

  /** Begins a batch after the newest numbered record. No `await` may lie between this and its `commit`. */
  begin(): Batch {
    return new Batch(this.#numbered, this.#numberedCommands);
  }

  /**
   * Stores a batch and then tells the followers. Resolves when it, and all before it, are stored.
   * @throws TrainwireServerError `storage_unavailable`, `training_deleted` or `internal` if it could not be stored;
   * then nothing of it is visible.
   */
  commit(batch: Batch): Promise<void> {
    if (batch.frames.length === 0)
      return this.#hasSavedCommands ? this.#pending : this.#pending.then(() => this.#saveCommands());
    const afterSeq = this.#numbered.seq;
    this.#numbered = batch.state;
    this.#numberedCommands = batch.commands;
    for (const [id, seq] of batch.producers) this.#producers.set(id, seq);
    const stored = this.#log.append({
      trainId: this.id,
      afterSeq,
      updates: batch.updates,
      state: batch.state,
      keyframes: batch.frames
        .map((frame) => frame.state)
        .filter((state) => state.seq % keyframeInterval === 0),
      producers: batch.producers,
    });
    this.#pendingCount += 1;
    const settled = stored
      .then(
        () => {
          const told = this.#publish(batch);
          return this.#hasSavedCommands ? told : told.then(() => this.#saveCommands());
        },
        async (error: unknown) => {
          await this.#reload();
          throw this.#isDeleted ? new TrainwireServerError("training_deleted") : error;
        },
      )
      .finally(() => {
        this.#pendingCount -= 1;
        if (this.#pendingCount === 0 && this.#producers.size > maxProducers) this.#producers = new Map();
        if (this.#pending === settled) this.#pending = Promise.resolve();
      });
    this.#pending = settled;
    return settled;
  }

  /** Adds a follower until the returned function is called. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower);
    return () => {
      this.#followers.delete(follower);
    };
  }

  /** Called when the updates before `firstSeq` are removed, or found to be. */
  noteTrim(firstSeq: number): void {
    this.#firstSeq = Math.max(this.#firstSeq, firstSeq);
  }

  /** Called when its log was removed: tells the followers, and takes no more records. */
  markDeleted(): void {
    this.#isDeleted = true;
    for (const follower of this.#followers) follower.onDeleted();
  }

  /** Tells the followers once of all that is committed in the same turn. */
  #publish({ frames, reports, commands }: Batch): Promise<void> {
    if (commands !== this.#commands) {
      this.#commands = commands;
      this.#noteCommands();
    }
    this.#committed.push(...frames);
    for (const [index, { state }] of frames.entries()) {
      const details = reports[index] ?? {};
      this.series.record(state, details);
      this.#onRecord?.(state, details);
    }
    return (this.#telling ??= Promise.resolve().then(() => this.#tell()));
  }

  #tell(): void {
    const frames = this.#committed;
    this.#committed = [];
    this.#telling = undefined;
    const before = this.#head.state;
    this.#head = frames.at(-1) ?? this.#head;
    for (const group of groupsOf(frames, before)) {
      for (const follower of this.#followers) follower.onCommit(group);
    }
    this.#onCommit();
  }

  get #hasSavedCommands(): boolean {
    return this.#commands === this.#storedCommands.saved;
  }

  /** The log comes first: if this fails, whoever asked or answered does so again, and it is tried again. */
  #saveCommands(): Promise<void> {
    return this.#storedCommands.save(this.#commands);
  }

  #noteCommands(): void {
    const open = this.#commands.filter(({ state }) => state === "open");
    this.#open = open.length === 0 ? noCommands : open.map(({ command_id, name }) => ({ command_id, name }));
    this.#cancel = this.#commands.find((command) => command.name === "cancel" && isUnderWay(command));
  }

  /** After a failed append: numbering begins again from what is stored. */
  async #reload(): Promise<void> {
    const head = await this.#log.head(this.id);
    if (head) this.#numbered = head.state;
    this.#numberedCommands = this.#commands;
    this.#producers = new Map();
  }
}
