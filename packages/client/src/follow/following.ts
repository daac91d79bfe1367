import {
  type StreamId,
  type TrainId,
  TrainId as TrainIdSchema,
  type TrainingUpdate,
} from "@trainwire/protocol";
import { TrainwireClientError } from "../errors.ts";
import { type Observable, ObservableValue } from "../observable.ts";
import { Pace } from "../pace.ts";
import type { Rest, UpdatesAnswer } from "../rest/rest.ts";
import type { Settings } from "../settings.ts";
import { Filler } from "./filler.ts";
import { Journal } from "./journal.ts";
import { beginSequence, nextSequence, type SequenceEvent, wantsPage } from "./sequence.ts";
import { type TrainingSnapshot, waitingSnapshot } from "./snapshot.ts";

/** Options of `follow`. */
export interface FollowOptions {
  /** Every update after this seq, 0 = the whole history. Absent: a snapshot, then what follows it. */
  readonly afterSeq?: number;
  /** The stream that `afterSeq` belongs to; if the log was numbered anew since, following begins again. */
  readonly streamId?: StreamId;
  /**
   * Whether updates are kept, default true. If not, `snapshot.updates` stays empty and there is nothing to iterate
   * over: for who shows the state alone, however long. Only without `afterSeq`.
   */
  readonly keepUpdates?: boolean;
  /** Stops following when it aborts. */
  readonly signal?: AbortSignal;
}

/**
 * A training that is followed. Iterate over it for each update exactly once, in seq order, or watch its
 * `snapshot`. Several iterators are independent of each other: each begins with the first update received.
 *
 * An iteration ends after the terminal update, or at `stop()`. Without `afterSeq` its first item is a snapshot
 * (`snapshot: true`: the whole state). After a reset (the log was numbered anew, or retention removed what was
 * asked for) a following with `afterSeq` begins again with the oldest update there is, one without with a
 * snapshot. It throws `bad_id` if the id is malformed.
 */
export interface Following extends AsyncIterable<TrainingUpdate, void, undefined>, Disposable {
  readonly trainId: TrainId;
  readonly snapshot: Observable<TrainingSnapshot>;
  /** Stops following: iterations end, observers hear nothing further, nothing of it stays open. */
  stop(): void;
}

/** One following: its position in the log, what it received, and the filling of its holes. Knows no socket. */
export class FollowingSession implements Following {
  readonly trainId: TrainId;
  readonly #settings: Settings;
  readonly #journal: Journal;
  readonly #filler: Filler;
  readonly #snapshot: ObservableValue<TrainingSnapshot>;
  readonly #onDone: (session: FollowingSession) => void;
  readonly #signal: AbortSignal | undefined;
  #sequence;
  #phase: "active" | "ended" | "stopped" = "active";

  /** @param done called once, when it ends or is stopped */
  constructor(
    trainId: TrainId,
    options: FollowOptions,
    context: { settings: Settings; rest: Rest; done: (session: FollowingSession) => void },
  ) {
    this.trainId = trainId;
    this.#settings = context.settings;
    this.#onDone = context.done;
    this.#journal = new Journal(trainId, options.keepUpdates ?? true);
    this.#sequence = beginSequence(options.afterSeq, options.streamId);
    this.#snapshot = new ObservableValue(waitingSnapshot(trainId), new Pace(context.settings.platform));
    this.#filler = new Filler(
      {
        trainId,
        missing: () =>
          this.#phase === "active" && wantsPage(this.#sequence)
            ? { afterSeq: this.position ?? 0, streamId: this.streamId }
            : null,
        take: (answer) => this.#takeAnswer(answer),
        refused: (error) => this.refuse(error.wireCode ?? error.code, error.message),
      },
      context.rest,
      context.settings,
    );
    this.#signal = options.signal;
    this.#signal?.addEventListener("abort", this.#onAbort);
  }

  get snapshot(): Observable<TrainingSnapshot> {
    return this.#snapshot;
  }

  /** Seq of the last update received; null until a snapshot came. */
  get position(): number | null {
    return this.#sequence.position;
  }

  /** The stream that the position belongs to; null until it is known. */
  get streamId(): StreamId | null {
    return this.#sequence.streamId;
  }

  /** Whether a whole state is needed from REST to carry the updates into. */
  get needsBase(): boolean {
    return this.#sequence.needsBase;
  }

  get isActive(): boolean {
    return this.#phase === "active";
  }

  [Symbol.asyncIterator](): AsyncGenerator<TrainingUpdate, void, undefined> {
    return this.#journal.read();
  }

  /** Takes what a socket or REST said of the training. */
  handle(event: SequenceEvent): void {
    if (this.#phase !== "active") return;
    const step = nextSequence(this.#sequence, event, this.#settings.maxHeld);
    this.#sequence = step.sequence;
    const streamId = step.sequence.streamId ?? "unknown";
    for (const output of step.outputs) this.#journal.take(output, streamId);
    if (event.type === "confirmed" && event.headSeq === 0 && step.sequence.position === 0) {
      this.#journal.beginEmpty(streamId);
    }
    if (step.sequence.hasEnded) this.#phase = "ended";
    const isPlaced = step.sequence.position !== null && event.type !== "behind";
    this.#snapshot.set({
      trainId: this.trainId,
      phase: step.sequence.hasEnded ? "ended" : isPlaced ? "following" : this.#snapshot.get().phase,
      state: this.#journal.state,
      updates: this.#journal.updates,
      error: null,
      receivedAtMs: this.#settings.platform.nowMs(),
    });
    if (step.sequence.hasEnded) {
      this.#snapshot.flush();
      this.#finish();
    } else this.#filler.start();
  }

  /** The server does not give the training at present; it is asked again. */
  refuse(code: string, message: string): void {
    const previous = this.#snapshot.get();
    if (this.#phase !== "active" || (previous.error?.code === code && previous.phase === "waiting")) return;
    this.#snapshot.set({ ...previous, phase: "waiting", error: { code, message } });
  }

  /** The server wants another token: nothing is asked of it, and what was received stays. */
  deny(error: { readonly code: string; readonly message: string }): void {
    if (this.#phase !== "active") return;
    this.#filler.stop();
    this.#snapshot.set({ ...this.#snapshot.get(), error });
  }

  /** The way to the server changed: what is under way is asked for anew. */
  refill(): void {
    if (this.#phase !== "active") return;
    this.#filler.stop();
    this.#filler.start();
  }

  stop(): void {
    this.#stopWith(null);
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  /** Ends a following whose id is malformed: nothing is asked of the server. */
  failBadId(): void {
    const parsed = TrainIdSchema.safeParse(this.trainId);
    const message = `The id of a training ${parsed.error?.issues[0]?.message ?? "is malformed"}.`;
    const error = new TrainwireClientError("bad_id", { message });
    this.#snapshot.set({ ...this.#snapshot.get(), error: { code: error.code, message } });
    this.#stopWith(error);
  }

  #takeAnswer(answer: UpdatesAnswer): void {
    if (answer.kind === "page") this.handle({ type: "page", page: answer.page });
    else this.handle({ ...answer, type: "reset" });
  }

  readonly #onAbort = (): void => this.stop();

  #stopWith(failure: TrainwireClientError | null): void {
    if (this.#phase === "stopped") return;
    const wasActive = this.#phase === "active";
    this.#phase = "stopped";
    this.#journal.stop(failure);
    this.#snapshot.silence();
    if (wasActive) this.#finish();
  }

  /** The one place where a following lets go of what it holds. */
  #finish(): void {
    this.#filler.stop();
    this.#signal?.removeEventListener("abort", this.#onAbort);
    this.#onDone(this);
  }
}
