import { TrainingState } from "@trainwire/protocol";
import type { Database } from "better-sqlite3";
import { Counters } from "../../core/counters.ts";
import { TrainwireServerError } from "../../core/errors.ts";
import type {
  AppendRequest,
  Log,
  LogExtent,
  LogHead,
  PageSize,
  Standing,
  StorageStatus,
  StoredUpdate,
} from "../../core/log.ts";
import { HeldBytes } from "./held-bytes.ts";
import { type LogStatements, logStatements } from "./log-statements.ts";
import { LogUpkeep } from "./log-upkeep.ts";
import { StorageGuard } from "./storage-guard.ts";

interface Waiting {
  readonly request: AppendRequest;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A log's row, and what it says beside the state. */
interface Place {
  readonly log: number;
  readonly firstSeq: number;
  seq: number;
  status: string;
  health: string;
  /** Whether it is among those that can give updates where room is needed. */
  isToGo: boolean;
}

/** What a turn's appends make of a log's row. */
interface Head {
  readonly state: TrainingState;
  /** What they add to it. */
  readonly bytes: number;
}

/** Above this many remembered places, all are forgotten and looked up again. */
const maxPlaces = 10_000;

/** Logs in SQLite. Appends that arrive in the same turn of the event loop share one transaction, and one fsync. */
export class SqliteLog implements Log {
  readonly #statements: LogStatements;
  readonly #guard: StorageGuard;
  readonly #upkeep: LogUpkeep;
  readonly #held: HeldBytes;
  readonly #commitAll: (appends: readonly Waiting[]) => Map<Waiting, Error>;
  readonly #places = new Map<string, Place>();
  #waiting: Waiting[] = [];
  #scheduled: NodeJS.Immediate | undefined;
  readonly #counters: Counters;

  constructor(database: Database, counters = new Counters()) {
    this.#counters = counters;
    this.#statements = logStatements(database);
    this.#guard = new StorageGuard(database);
    this.#upkeep = new LogUpkeep(database, this.#statements, this.#guard);
    this.#held = new HeldBytes(database);
    this.#commitAll = database.transaction((appends: readonly Waiting[]) => this.#storeAll(appends));
  }

  async create(trainId: string, state: TrainingState): Promise<LogHead> {
    const { status, health } = state;
    this.#guard.write(() => this.#statements.create.run(trainId, JSON.stringify(state), status, health));
    const head = await this.head(trainId);
    if (!head && (await this.isRemoved(trainId))) throw new TrainwireServerError("training_deleted");
    if (!head) throw new TrainwireServerError("internal", `the log of ${trainId} could not be created`);
    return head;
  }

  append(request: AppendRequest): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.#scheduled ??= setImmediate(() => this.#flush());
    });
  }

  async head(trainId: string): Promise<LogHead | undefined> {
    const row = this.#statements.head.get(trainId);
    return row && { firstSeq: row.first_seq, state: readState(trainId, row.state) };
  }

  async read(trainId: string, afterSeq: number, page: PageSize): Promise<readonly StoredUpdate[]> {
    const updates: StoredUpdate[] = [];
    let bytes = 0;
    for (const update of this.#statements.read.iterate(trainId, afterSeq, page.limit)) {
      updates.push(update);
      bytes += update.text.length;
      if (bytes >= page.maxBytes) break;
    }
    return updates;
  }

  async keyframe(trainId: string, seq: number): Promise<TrainingState | undefined> {
    const row = this.#statements.keyframe.get(trainId, seq);
    return row && readState(trainId, row.state);
  }

  async producerSeq(trainId: string, producerId: string): Promise<number | undefined> {
    return this.#statements.producerSeq.get(trainId, producerId)?.seq;
  }

  async watched(): Promise<readonly string[]> {
    return this.#statements.watched.all().map((row) => row.train_id);
  }

  async extent(trainId: string, limit: number): Promise<LogExtent | undefined> {
    return this.#upkeep.extent(trainId, limit);
  }

  async trim(trainId: string, firstSeq: number, state: TrainingState): Promise<void> {
    this.#upkeep.trim(trainId, firstSeq, state);
    this.#places.delete(trainId);
  }

  async standings(): Promise<readonly Standing[]> {
    return this.#statements.standings.all();
  }

  async heldBytes(): Promise<number> {
    return this.#held.read();
  }

  async firstToGo(): Promise<string | undefined> {
    return this.#statements.firstToGo.get()?.train_id;
  }

  async remove(trainId: string): Promise<void> {
    this.#guard.write(() => this.#statements.remove.run(trainId));
    this.#places.delete(trainId);
  }

  async isRemoved(trainId: string): Promise<boolean> {
    return this.#statements.isRemoved.get(trainId) !== undefined;
  }

  async tidy(): Promise<boolean> {
    return this.#upkeep.tidy();
  }

  status(): StorageStatus {
    return this.#guard.status();
  }

  async close(): Promise<void> {
    this.#flush();
  }

  /** Stores all that waits in one transaction. If the disk fails, none of it was stored. */
  #flush(): void {
    clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    const appends = this.#waiting;
    this.#waiting = [];
    if (appends.length === 0) return;
    let refused: Map<Waiting, Error>;
    const beganMs = performance.now();
    try {
      refused = this.#guard.write(() => this.#commitAll(appends));
    } catch (cause) {
      this.#counters.commitFailures += 1;
      // Nothing was stored: what the places say is ahead of it.
      this.#places.clear();
      const error = asServerError(cause);
      for (const append of appends) append.reject(error);
      return;
    }
    this.#counters.committedAtMs = performance.now();
    this.#counters.commitSeconds.add((this.#counters.committedAtMs - beganMs) / 1000);
    this.#counters.commitUpdates.add(appends.reduce((sum, { request }) => sum + request.updates.length, 0));
    for (const append of appends) {
      const error = refused.get(append);
      if (error) append.reject(error);
      else append.resolve();
    }
  }

  #storeAll(appends: readonly Waiting[]): Map<Waiting, Error> {
    const refused = new Map<Waiting, Error>();
    const heads = new Map<Place, Head>();
    for (const append of appends) {
      const { trainId, afterSeq, state } = append.request;
      const place = this.#placeOf(trainId);
      if (place?.seq === afterSeq) {
        const bytes = (heads.get(place)?.bytes ?? 0) + this.#store(place.log, append.request);
        heads.set(place, { state, bytes });
        place.seq = state.seq;
      } else {
        const found = place ? `at ${place.seq}` : "missing";
        refused.set(
          append,
          new TrainwireServerError("internal", `the log of ${trainId} is ${found}, not at ${afterSeq}`),
        );
      }
    }
    // Once a turn and training: the state is the largest of what is written.
    for (const [place, { state, bytes }] of heads) {
      this.#statements.setHead.run(state.seq, JSON.stringify(state), bytes, place.log);
      this.#noteStanding(place, state);
    }
    return refused;
  }

  /** Writes what is asked of all logs at once, where it has changed: seldom. */
  #noteStanding(place: Place, { status, health, seq, complete }: TrainingState): void {
    if (place.status !== status || place.health !== health) {
      this.#statements.setStanding.run(status, health, complete ? 1 : 0, place.log);
      place.status = status;
      place.health = health;
    } else if (place.isToGo) return;
    if (seq > place.firstSeq && (complete || !place.isToGo)) {
      this.#statements.setSince.run(place.log);
      place.isToGo = true;
    }
  }

  /** @returns how many bytes the texts have. */
  #store(log: number, request: AppendRequest): number {
    const { insertUpdate, insertKeyframe, putProducer } = this.#statements;
    let bytes = 0;
    for (const update of request.updates) {
      insertUpdate.run(log, update.seq, update.text);
      bytes += Buffer.byteLength(update.text);
    }
    for (const state of request.keyframes) insertKeyframe.run(log, state.seq, JSON.stringify(state));
    for (const [producerId, seq] of request.producers) putProducer.run(log, producerId, seq);
    return bytes;
  }

  /** Where a log stands; kept, since nobody else writes to the database. */
  #placeOf(trainId: string): Place | undefined {
    const known = this.#places.get(trainId);
    if (known) return known;
    const row = this.#statements.locate.get(trainId);
    if (!row) return undefined;
    if (this.#places.size >= maxPlaces) this.#places.clear();
    const { id: log, first_seq: firstSeq, seq, status, health, since } = row;
    const place = { log, firstSeq, seq, status, health, isToGo: since !== null };
    this.#places.set(trainId, place);
    return place;
  }
}

function asServerError(cause: unknown): TrainwireServerError {
  if (cause instanceof TrainwireServerError) return cause;
  const error = new TrainwireServerError("internal", "the updates could not be stored");
  error.cause = cause;
  return error;
}

function readState(trainId: string, text: string): TrainingState {
  try {
    return TrainingState.parse(JSON.parse(text));
  } catch (cause) {
    const error = new TrainwireServerError("internal", `the stored state of ${trainId} cannot be read`);
    error.cause = cause;
    throw error;
  }
}
