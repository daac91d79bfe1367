import type { TrainingState } from "@trainwire/protocol";

/** Where a training's log stands: its identity, what it holds, and the state after its last update. */
export interface LogHead {
  readonly firstSeq: number;
  /** State after the newest update; its `seq` and `stream_id` are the log's. */
  readonly state: TrainingState;
}

/** An update as it is stored: its seq, and the text of its `training_update` message. */
export interface StoredUpdate {
  readonly seq: number;
  readonly text: string;
}

/** How much to read at a time. */
export interface PageSize {
  readonly limit: number;
  /** Reading stops once the texts hold so many bytes; one update is read all the same. */
  readonly maxBytes: number;
}

/** What a log holds, and its oldest updates: what retention decides by. */
export interface LogExtent {
  /** The oldest seq that is held; one above `seq` if none is. */
  readonly firstSeq: number;
  readonly seq: number;
  /** Bytes of the texts of all updates, in UTF-8. */
  readonly bytes: number;
  readonly oldest: readonly UpdateExtent[];
}

/** What retention needs to know of one update. */
export interface UpdateExtent {
  readonly seq: number;
  readonly bytes: number;
  /** RFC 3339 UTC: its `received_at`, or when the server made it; null if neither is known. */
  readonly receivedAt: string | null;
}

/** How many trainings have a status and a health. */
export interface Standing {
  readonly status: string;
  readonly health: string;
  readonly count: number;
}

/** Whether the storage takes writes; if not, why, in words for the owner. */
export type StorageStatus = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** One atomic append: all of it is stored, or nothing. */
export interface AppendRequest {
  readonly trainId: string;
  /** The head the updates were numbered after; the append is refused if the log stands elsewhere. */
  readonly afterSeq: number;
  readonly updates: readonly StoredUpdate[];
  /** State after the last of the updates. */
  readonly state: TrainingState;
  /** States after some of the updates, from which the state at any seq can be had without reading all. */
  readonly keyframes: readonly TrainingState[];
  /** Highest `producer_seq` stored, by `producer_id`, of the producers in this append. */
  readonly producers: ReadonlyMap<string, number>;
}

/**
 * The port to durable logs, one a training. Every implementation passes `describeLog`, the contract suite.
 * Reads see appends that were acknowledged, in order.
 */
export interface Log {
  /**
   * Opens a new, empty log.
   * @returns its head; if there is one of this id already, that one's.
   * @throws TrainwireServerError `training_deleted`, `storage_unavailable`
   */
  create(trainId: string, state: TrainingState): Promise<LogHead>;
  /**
   * Stores updates. Once it resolves they survive a crash of the process and of the machine.
   * @throws TrainwireServerError `internal` if the head is not at `afterSeq`, `storage_unavailable` if the disk
   * is full or fails.
   */
  append(request: AppendRequest): Promise<void>;
  /** The head of a training's log, or undefined if there is none. */
  head(trainId: string): Promise<LogHead | undefined>;
  /** The updates after `afterSeq`, in order, as many as the page takes. */
  read(trainId: string, afterSeq: number, page: PageSize): Promise<readonly StoredUpdate[]>;
  /** The newest keyframe at or before `seq`. */
  keyframe(trainId: string, seq: number): Promise<TrainingState | undefined>;
  /** The highest stored `producer_seq` of a producer, or undefined if it never published here. */
  producerSeq(trainId: string, producerId: string): Promise<number | undefined>;
  /** The ids of the trainings whose health has to be watched: see `needsWatch`. */
  watched(): Promise<readonly string[]>;
  /** How many trainings there are, ended ones too, by status and health; those of which there is none may be left out. */
  standings(): Promise<readonly Standing[]>;
  /** Bytes that all logs hold, as `extent` counts them, and beside them the values of their series as they are stored. */
  heldBytes(): Promise<number>;
  /**
   * The training whose oldest updates go first where room is needed: those that ended, by when they did, and then
   * others by the age of their oldest update. Undefined if each holds but its newest.
   */
  firstToGo(): Promise<string | undefined>;
  /** What a log holds, and at most `limit` of its oldest updates; undefined if there is none. */
  extent(trainId: string, limit: number): Promise<LogExtent | undefined>;
  /**
   * Removes the updates before `firstSeq`. What is known of producers stays.
   * @param state The state after `firstSeq - 1`, from which later states are had.
   */
  trim(trainId: string, firstSeq: number, state: TrainingState): Promise<void>;
  /** Makes a log unknown for good. What it held is freed by `tidy`; its id is never created again. */
  remove(trainId: string): Promise<void>;
  /** Whether a log of this id was removed. */
  isRemoved(trainId: string): Promise<boolean>;
  /**
   * Does one small piece of what has to be done some time: frees what removed logs held, and gives free space
   * back to the disk.
   * @returns whether there is more to do.
   */
  tidy(): Promise<boolean>;
  /** Whether appends can be stored at present. A storage that failed is tried again when asked. */
  status(): StorageStatus;
  /** Finishes pending appends and releases the storage. */
  close(): Promise<void>;
}
