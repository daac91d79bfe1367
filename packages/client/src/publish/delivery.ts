import type { Command, IngestAnswer, StartTraining } from "@trainwire/protocol";
import { Alarm } from "../alarm.ts";
import { type Backoff, fullJitterMs } from "../backoff.ts";
import { TrainwireClientError } from "../errors.ts";
import type { Platform } from "../platform.ts";
import { CommandInbox } from "./command-inbox.ts";
import type { Ingest } from "./ingest.ts";
import { type BatchLimits, type QueuedReport, ReportQueue } from "./report-queue.ts";

/** What a delivery works with. */
export interface DeliveryContext {
  readonly ingest: Ingest;
  readonly platform: Platform;
  /** What to register before the first report; null: the first report registers. */
  readonly registration: StartTraining | null;
  readonly flushMs: number;
  readonly maxQueued: number;
  readonly backoff: Backoff;
  /** Without an update for this long, commands are fetched, in milliseconds. */
  readonly fetchCommandsMs: number;
  readonly onCommand: (command: Command) => void;
  readonly onProblem: (error: TrainwireClientError) => void;
}

/** Far below the protocol's bound on a body, also where every character takes three bytes. */
const batchLimits: BatchLimits = { maxRecords: 1000, maxLength: 1024 * 1024 };

/** Brings reports to the server: in order, one request in flight, again until the server has answered. */
export class Delivery {
  readonly #context: DeliveryContext;
  readonly #queue: ReportQueue;
  readonly #inbox = new CommandInbox();
  readonly #closing = new AbortController();
  readonly #flush: Alarm;
  readonly #idle: Alarm;
  #registration: StartTraining | null;
  #batch: readonly QueuedReport[] = [];
  #isSending = false;
  #isKnown = false;
  #failures = 0;
  #drained = Promise.withResolvers<void>();

  constructor(context: DeliveryContext) {
    this.#context = context;
    this.#queue = new ReportQueue(context.maxQueued);
    this.#flush = new Alarm(context.platform.after);
    this.#idle = new Alarm(context.platform.afterInBackground);
    this.#registration = context.registration;
    this.#drained.resolve();
    if (this.#registration !== null) this.#flush.set(0, () => void this.#send());
  }

  /** Whether it closed because the server had ended the training. */
  get hasTrainingEnded(): boolean {
    const { reason } = this.#closing.signal;
    return reason instanceof TrainwireClientError && reason.code === "training_ended";
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Takes a report; it is sent within `flushMs`, or at once if `isUrgent`. */
  push(report: QueuedReport, isUrgent = false): void {
    if (this.#isDrained) this.#drained = Promise.withResolvers<void>();
    this.#queue.push(report);
    this.#idle.clear();
    if (this.#isSending || this.#failures > 0) return;
    if (isUrgent) this.#flush.set(0, () => void this.#send());
    else if (!this.#flush.isSet) this.#flush.set(this.#context.flushMs, () => void this.#send());
  }

  /** Settles when every report taken so far was answered, or when it closes. */
  drained(): Promise<void> {
    return this.#drained.promise;
  }

  /** Gives up what is queued, with `error` for those who wait for it. Nothing fires after it. */
  close(error: TrainwireClientError): void {
    if (this.isClosed) return;
    const left = [...this.#batch, ...this.#queue.takeAll()];
    this.#closing.abort(error);
    this.#flush.clear();
    this.#idle.clear();
    this.#tellDropped();
    for (const { settled } of left) settled?.(error);
    this.#drained.resolve();
  }

  get #isDrained(): boolean {
    return this.#queue.length === 0 && this.#batch.length === 0;
  }

  /** Never rejects. */
  async #send(): Promise<void> {
    const { signal } = this.#closing;
    this.#isSending = true;
    try {
      await this.#register(signal);
      if (this.#batch.length === 0) this.#batch = this.#queue.takeBatch(batchLimits);
      if (this.#batch.length > 0 || this.#isKnown) {
        const texts = this.#batch.map(({ text }) => text);
        const answer = await this.#context.ingest.send(texts, signal);
        if (signal.aborted) return;
        this.#isKnown = true;
        this.#failures = 0;
        this.#take(answer);
      }
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    } finally {
      this.#isSending = false;
    }
    if (!this.isClosed) this.#scheduleNext();
  }

  async #register(signal: AbortSignal): Promise<void> {
    if (this.#registration === null) return;
    try {
      await this.#context.ingest.register(this.#registration, signal);
      this.#isKnown = true;
    } catch (error) {
      if (!(error instanceof TrainwireClientError) || error.code !== "refused") throw error;
      this.#context.onProblem(error);
    }
    this.#registration = null;
  }

  #take(answer: IngestAnswer): void {
    const rejected = new Map(answer.rejected.map((rejection) => [rejection.index, rejection]));
    const batch = this.#batch;
    this.#tellDropped();
    for (const [index, report] of batch.entries()) {
      const rejection = rejected.get(index);
      const error = rejection ? rejectionError(rejection) : null;
      if (error !== null) this.#context.onProblem(error);
      report.settled?.(error);
      if (error === null || error.code === "rejected") continue;
      this.#batch = batch.slice(index + 1);
      return this.close(error);
    }
    this.#batch = [];
    for (const command of this.#inbox.takeNew(answer.commands)) this.#context.onCommand(command);
  }

  /** What can pass is tried again and told once; a refusal gives up its batch, since it would be refused again. */
  #fail(cause: unknown): void {
    const error =
      cause instanceof TrainwireClientError
        ? cause
        : new TrainwireClientError("bad_answer", { message: "Sending reports failed.", cause });
    if (error.code !== "refused") {
      this.#failures += 1;
      if (this.#failures === 1) this.#context.onProblem(error);
      return;
    }
    const batch = this.#batch;
    this.#batch = [];
    const refusal = rejectionError({ code: error.wireCode ?? "", message: error.message }, batch.length);
    this.#context.onProblem(refusal);
    for (const { settled } of batch) settled?.(refusal);
    if (refusal.code !== "rejected") this.close(refusal);
  }

  #scheduleNext(): void {
    const { platform, backoff, fetchCommandsMs, flushMs } = this.#context;
    if (this.#isDrained) this.#drained.resolve();
    const isIdle = this.#isDrained && this.#registration === null;
    const retryMs = fullJitterMs(this.#failures, backoff, platform.random());
    if (this.#failures > 0) (isIdle ? this.#idle : this.#flush).set(retryMs, () => void this.#send());
    else if (isIdle) this.#idle.set(fetchCommandsMs, () => void this.#send());
    else this.#flush.set(flushMs, () => void this.#send());
  }

  #tellDropped(): void {
    const count = this.#queue.takeDropped();
    if (count === 0) return;
    const message = `${count} reports were dropped.`;
    this.#context.onProblem(new TrainwireClientError("reports_dropped", { message, count }));
  }
}

/** The error of a rejected record. Some codes say that no further record will be taken. */
function rejectionError(rejection: { code: string; message: string }, count = 1): TrainwireClientError {
  const { code } = rejection;
  const isFinal = code === "training_ended" || code === "stale_attempt";
  return new TrainwireClientError(isFinal ? code : "rejected", {
    message: rejection.message,
    wireCode: code,
    count,
  });
}
