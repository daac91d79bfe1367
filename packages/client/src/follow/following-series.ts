import type { SeriesAnswer, TrainId, TrainingUpdate } from "@trainwire/protocol";
import { Alarm } from "../alarm.ts";
import { fullJitterMs } from "../backoff.ts";
import { TrainwireClientError } from "../errors.ts";
import { type Observable, ObservableValue } from "../observable.ts";
import { Pace } from "../pace.ts";
import type { SeriesOptions, SeriesResult } from "../rest/series.ts";
import type { Settings } from "../settings.ts";
import type { Following, FollowOptions } from "./following.ts";
import type { TrainingSnapshot } from "./snapshot.ts";

/** What is known of the series of a training at one moment. */
export interface SeriesSnapshot {
  readonly trainId: TrainId;
  /** `waiting`: no answer yet. `ended`: the training has, and nothing follows. */
  readonly phase: "waiting" | "following" | "ended";
  /** The values up to `answer.seq`, down-sampled by the server; null until it answered. */
  readonly answer: SeriesAnswer | null;
  /** Every update after `answer.seq`, in order: append-only, a new array with each new answer. */
  readonly tail: readonly TrainingUpdate[];
  /** Why there is no answer, or no newer one, at present; it is asked for again. */
  readonly error: { readonly code: string; readonly message: string } | null;
  /** When something of it last came, in milliseconds since 1970. */
  readonly receivedAtMs: number | null;
}

/** The series of a training, followed. */
export interface FollowingSeries extends Disposable {
  readonly trainId: TrainId;
  readonly snapshot: Observable<SeriesSnapshot>;
  /** Stops following: observers hear nothing further, nothing of it stays open. */
  stop(): void;
}

/** What the series are had through. */
export interface SeriesContext {
  readonly settings: Settings;
  readonly ask: (options: SeriesOptions) => Promise<SeriesResult>;
  readonly follow: (options: FollowOptions) => Following;
  /** Called once, when it is stopped. */
  readonly done: (session: SeriesSession) => void;
}

/** The snapshot of series of which nothing is known yet. */
export function waitingSeries(trainId: TrainId): SeriesSnapshot {
  return { trainId, phase: "waiting", answer: null, tail: [], error: null, receivedAtMs: null };
}

/**
 * Series with their live tail: one answer of `GET …/series`, and what is followed from its head on, so that
 * nothing is missing or doubled between. A tail that has grown long, or was reset, is given up for a new answer.
 */
export class SeriesSession implements FollowingSeries {
  readonly trainId: TrainId;
  readonly #context: SeriesContext;
  readonly #snapshot: ObservableValue<SeriesSnapshot>;
  readonly #retry: Alarm;
  readonly #ending = new AbortController();
  #answered: { readonly answer: SeriesAnswer; readonly etag: string | null } | null = null;
  #tail: { readonly following: Following; readonly forget: () => void } | null = null;
  #isAsking = false;
  #failures = 0;

  constructor(trainId: TrainId, context: SeriesContext) {
    this.trainId = trainId;
    this.#context = context;
    this.#retry = new Alarm(context.settings.platform.after);
    this.#snapshot = new ObservableValue(waitingSeries(trainId), new Pace(context.settings.platform));
    void this.#ask();
  }

  get snapshot(): Observable<SeriesSnapshot> {
    return this.#snapshot;
  }

  stop(): void {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort();
    this.#retry.clear();
    this.#endTail();
    this.#snapshot.silence();
    this.#context.done(this);
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  /** Never rejects. */
  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const { signal } = this.#ending;
    try {
      const result = await this.#context.ask({ etag: this.#answered?.etag ?? null, signal });
      if (signal.aborted) return;
      this.#failures = 0;
      if (result.kind === "changed") this.#begin(result);
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
    } finally {
      this.#isAsking = false;
    }
  }

  /** A new answer takes the place of the one before, with a tail of its own. */
  #begin(answered: { readonly answer: SeriesAnswer; readonly etag: string | null }): void {
    const { seq, stream_id } = answered.answer;
    // Before the old one ends, so that both share the subscription.
    const following = this.#context.follow({ afterSeq: seq, streamId: stream_id });
    this.#endTail();
    this.#answered = answered;
    this.#tail = { following, forget: following.snapshot.subscribe(this.#tailMoved) };
    this.#tailMoved();
  }

  readonly #tailMoved = (): void => {
    const { settings } = this.#context;
    const followed = this.#tail?.following.snapshot.get();
    if (this.#answered === null || followed === undefined) return;
    const { answer } = this.#answered;
    if (isReset(answer, followed)) {
      this.#answered = { answer, etag: null };
      this.#askAgain();
      return;
    }
    const { updates, error } = followed;
    const phase = followed.phase === "ended" ? "ended" : "following";
    const receivedAtMs = followed.receivedAtMs ?? settings.platform.nowMs();
    this.#snapshot.set({ trainId: this.trainId, phase, answer, tail: updates, error, receivedAtMs });
    if (phase === "ended") this.#snapshot.flush();
    else if (updates.length >= settings.maxSeriesTail) this.#askAgain();
  };

  /** Unless it is going to be asked again anyway. */
  #askAgain(): void {
    if (!this.#retry.isSet) void this.#ask();
  }

  #failed(cause: unknown): void {
    const error = cause instanceof TrainwireClientError ? cause : null;
    if (error?.code === "closed" || error?.code === "bad_id") this.#retry.clear();
    else this.#askLater();
    const message = error?.message ?? String(cause);
    const code = error?.wireCode ?? error?.code ?? "unreachable";
    this.#snapshot.set({ ...this.#snapshot.get(), error: { code, message } });
  }

  #askLater(): void {
    this.#failures += 1;
    const { backoff, platform } = this.#context.settings;
    const delayMs = backoff.minMs + fullJitterMs(this.#failures, backoff, platform.random());
    this.#retry.set(delayMs, () => void this.#ask());
  }

  #endTail(): void {
    this.#tail?.forget();
    this.#tail?.following.stop();
    this.#tail = null;
  }
}

/** Whether what is followed does not go on where the answer ends: its log was numbered anew, or trimmed. */
function isReset(answer: SeriesAnswer, { updates, state }: TrainingSnapshot): boolean {
  const first = updates[0];
  if (first !== undefined && first.seq !== answer.seq + 1) return true;
  return state !== null && state.stream_id !== answer.stream_id;
}
