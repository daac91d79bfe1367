import {
  type Details,
  initialState,
  type PatchTraining,
  type StartTraining,
  type TrainingState,
  type TrainingSummary,
} from "@trainwire/protocol";
import { isUnderWay } from "./command-changes.ts";
import type { CommandsRecord } from "./command-record.ts";
import { Counters } from "./counters.ts";
import { TrainwireServerError } from "./errors.ts";
import type { Log } from "./log.ts";
import type { Params } from "./recipe-file.ts";
import type { Listed, Records } from "./records.ts";
import type { RunRecord } from "./run-record.ts";
import { runViewOf } from "./run-view.ts";
import { Slices } from "./slices.ts";
import { StoredCommands } from "./stored-commands.ts";
import { summaryOf } from "./summary.ts";
import { Training } from "./training.ts";
import type { TrainingRecord } from "./training-record.ts";
import type { SeriesContext } from "./training-series.ts";

/** Is told of every change of any training in use, also of its deletion. */
export type ChangeListener = (training: Training) => void;

/** Is told of every update of any training: the state after it, and what was reported. Must not throw. */
export type UpdateListener = (training: Training, state: TrainingState, details: Details) => void;

/** A training in a listing. */
export interface ListedTraining {
  /** Give it to `list` to go on after this training. */
  readonly cursor: string;
  /** Absent if it was not to be seen, or was deleted. */
  readonly summary: TrainingSummary | undefined;
}

/** What the trainings of a server share. */
export interface TrainingsContext {
  readonly commands: Records<CommandsRecord>;
  /** Of those that the server starts. */
  readonly runs?: Records<RunRecord>;
  readonly series: SeriesContext;
  readonly counters?: Counters;
}

/** The trainings of a server: opened from storage when first asked for, and then one object each. */
export class Trainings {
  readonly #log: Log;
  readonly #records: Records<TrainingRecord>;
  readonly #commands: Records<CommandsRecord>;
  readonly #runs: Records<RunRecord> | undefined;
  readonly #series: SeriesContext;
  readonly #loading = new Map<string, Promise<Training | undefined>>();
  readonly #inUse = new Map<string, Training>();
  readonly #listeners = new Set<ChangeListener>();
  readonly #updateListeners = new Set<UpdateListener>();
  readonly #counters: Counters;
  readonly #lists = new Slices();
  #forgetAbove = maxInUse;

  constructor(
    log: Log,
    records: Records<TrainingRecord>,
    { commands, runs, series, counters }: TrainingsContext,
  ) {
    this.#commands = commands;
    this.#runs = runs;
    this.#counters = counters ?? new Counters();
    this.#log = log;
    this.#records = records;
    this.#series = series;
  }

  /** The trainings that are in memory: all whose health is watched, and those lately asked for. */
  inUse(): Iterable<Training> {
    return this.#inUse.values();
  }

  /** How many trainings are in memory. */
  get inUseCount(): number {
    return this.#inUse.size;
  }

  /** Opens every training that has to be watched from the start: its health, or whether it obeys a cancel. */
  async openWatched(): Promise<void> {
    for (const id of await this.#log.watched()) await this.find(id);
    let page: readonly Listed<CommandsRecord>[] = [];
    do {
      page = await this.#commands.list(pageSize, page.at(-1)?.cursor);
      for (const { id, value } of page) {
        if (value.commands.some((command) => command.name === "cancel" && isUnderWay(command)))
          await this.find(id);
      }
    } while (page.length > 0);
  }

  /** The training of this id, or undefined if it is not known. */
  async find(id: string): Promise<Training | undefined> {
    const training = this.#inUse.get(id);
    if (training) {
      training.lastUsedAtMs = performance.now();
      return training;
    }
    let loading = this.#loading.get(id);
    if (!loading) {
      this.#forgetIdle();
      loading = this.#load(id).finally(() => this.#loading.delete(id));
      this.#loading.set(id, loading);
    }
    return loading;
  }

  /**
   * The training of this id.
   * @throws TrainwireServerError `unknown_training` or `training_deleted`
   */
  async get(id: string): Promise<Training> {
    const training = await this.find(id);
    if (training) return training;
    const facts = { train_id: id };
    if (await this.#log.isRemoved(id)) throw new TrainwireServerError("training_deleted", undefined, facts);
    throw new TrainwireServerError("unknown_training", `no training ${id} is known here`, facts);
  }

  /**
   * The training of this id; registered first if it is not known.
   * @throws TrainwireServerError `training_deleted`
   */
  async findOrRegister(id: string): Promise<Training> {
    return (await this.find(id)) ?? (await this.#register(id, {}));
  }

  /**
   * Registers a training whose trainer runs elsewhere.
   * @throws TrainwireServerError `training_exists` or `training_deleted`
   */
  async register(id: string, request: StartTraining): Promise<Training> {
    if (await this.find(id))
      throw new TrainwireServerError("training_exists", `training ${id} is registered already`);
    return this.#register(id, request);
  }

  /**
   * Changes what a patch names.
   * @throws TrainwireServerError `unknown_training` or `training_deleted`
   */
  async change(id: string, patch: PatchTraining): Promise<Training> {
    for (;;) {
      const training = await this.get(id);
      const { version, value } = training.record;
      const named = Object.entries(patch).filter(([, field]) => field !== undefined);
      const changed: TrainingRecord = { ...value, ...Object.fromEntries(named) };
      const next = await this.#records.putIfVersion(id, changed, version);
      if (next !== undefined) {
        training.record = { version: next, value: changed };
        this.#tell(training);
        return training;
      }
      // Another change came first: this one is made over it.
      training.record = (await this.#records.get(id)) ?? training.record;
    }
  }

  /**
   * Deletes a training with all that belongs to it.
   * @param force Whether also one that is starting or running.
   * @throws TrainwireServerError `training_running`, `unknown_training` or `training_deleted`
   */
  async delete(id: string, force: boolean): Promise<void> {
    const training = await this.get(id);
    const { status } = training.head.state;
    if (!force && (status === "starting" || status === "running"))
      throw new TrainwireServerError("training_running");
    await this.#log.remove(id);
    this.#inUse.delete(id);
    training.markDeleted();
    this.#tell(training);
    // If this is not reached, the record is left over; without its log it is shown nowhere.
    await this.#records.remove(id);
    await this.#commands.remove(id);
  }

  /** Notes that the updates of a training before `firstSeq` are about to be removed. */
  announceTrim(id: string, firstSeq: number): void {
    this.#inUse.get(id)?.noteTrim(firstSeq);
  }

  /**
   * At most `limit` trainings as lists show them, newest first, from after one that was listed before; fewer only if
   * there are no more. It is one slice: ask for few.
   */
  async list(
    limit: number,
    { cursor, maySee }: { cursor?: string | undefined; maySee: (trainId: string) => boolean },
  ): Promise<readonly ListedTraining[]> {
    let listed: readonly ListedTraining[] = [];
    await this.#lists.run(async () => {
      const records = await this.#records.list(limit, cursor);
      listed = await Promise.all(
        records.map(async (record) => ({
          cursor: record.cursor,
          summary: maySee(record.value.train_id) ? await this.#summaryOf(record.value) : undefined,
        })),
      );
    });
    return listed;
  }

  /** Tells of a change of a training that lies not in its log, such as that of its place in the queue. */
  announce(training: Training): void {
    this.#tell(training);
  }

  /** Tells of every change of any training, until the returned function is called. */
  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Tells of every update that is stored, until the returned function is called. */
  onUpdate(listener: UpdateListener): () => void {
    this.#updateListeners.add(listener);
    return () => {
      this.#updateListeners.delete(listener);
    };
  }

  /** Those that are not in use are only read: a long list must not push others out of memory. */
  async #summaryOf(record: TrainingRecord): Promise<TrainingSummary | undefined> {
    const { train_id } = record;
    const inUse = this.#inUse.get(train_id);
    const state = inUse?.head.state ?? (await this.#log.head(train_id))?.state;
    return state && summaryOf(record, state, inUse?.run);
  }

  async #register(id: string, request: StartTraining): Promise<Training> {
    const record: TrainingRecord = {
      train_id: id,
      name: request.name ?? null,
      tags: request.tags ?? [],
      config: request.config ?? null,
      created_at: new Date().toISOString(),
      notes: null,
      retention: request.retention ?? null,
      ...(request.recipe !== undefined && { recipe: request.recipe, params: request.params as Params }),
    };
    await this.#log.create(id, initialState(id, crypto.randomUUID()));
    // Whoever comes second meets the first one's record: both end with the same training.
    await this.#records.putIfVersion(id, record, 0);
    // A look-up under way since before the record was written answers "unknown"; the next one cannot.
    const training = (await this.find(id)) ?? (await this.get(id));
    this.#tell(training);
    return training;
  }

  async #load(id: string): Promise<Training | undefined> {
    const [head, record, commands, run, stored] = await Promise.all([
      this.#log.head(id),
      this.#records.get(id),
      this.#commands.get(id),
      this.#runs?.get(id),
      this.#series.store.open(id),
    ]);
    if (!head || !record) return undefined;
    const onCommit = () => {
      this.#counters.countTold();
      // Nothing is committed after the end: each training is counted once.
      if (training.head.state.complete) this.#counters.countEnd(training.head.state.status);
      this.#tell(training);
    };
    const training: Training = new Training(this.#log, {
      record,
      head,
      commands: new StoredCommands(this.#commands, id, commands),
      run: run && runViewOf(run),
      series: { context: this.#series, stored },
      onRecord: (state, details) => {
        for (const listener of this.#updateListeners) listener(training, state, details);
      },
      onCommit,
    });
    this.#inUse.set(id, training);
    return training;
  }

  #tell(training: Training): void {
    for (const listener of this.#listeners) listener(training);
  }

  /** Keeps memory bounded: trainings that nobody uses are opened anew when asked for. */
  #forgetIdle(): void {
    if (this.#inUse.size < this.#forgetAbove) return;
    const nowMs = performance.now();
    for (const [id, training] of this.#inUse) {
      // A request may be between finding a training and publishing to it; one that ended takes nothing more.
      const isLeft = training.head.state.complete || nowMs - training.lastUsedAtMs > leftAfterMs;
      if (isLeft && training.idle) this.#inUse.delete(id);
    }
    this.#forgetAbove = Math.max(maxInUse, this.#inUse.size * 1.5);
  }
}

/** Above this many trainings in memory, or half as many again as are needed, those that nobody uses are forgotten. */
const maxInUse = 2000;
/** How long a training that has not ended is kept after it was last asked for. */
const leftAfterMs = 60_000;
/** How many records are read at a time when the server starts. */
const pageSize = 500;
