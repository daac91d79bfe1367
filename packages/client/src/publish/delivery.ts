import type { Command, IngestAnswer, StartTraining, Status } from "@trainwire/protocol";
import { Alarm } from "../alarm.ts";
import type { Backoff } from "../backoff.ts";
import { TrainwireClientError } from "../errors.ts";
import type { Platform } from "../platform.ts";
import { CommandInbox } from "./command-inbox.ts";
import {
  beginDelivery,
  type DeliveryEvent,
  type DeliveryState,
  nextDelivery,
  wakeOf,
} from "./delivery-state.ts";
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
  readonly #alarms: { readonly foreground: Alarm; readonly background: Alarm };
  #state: DeliveryState;
  #batch: readonly QueuedReport[] = [];
  #drained = Promise.withResolvers<void>();
  #denial: TrainwireClientError | null = null;
  #isPaused = false;

  constructor(context: DeliveryContext) {
    this.#context = context;
    this.#queue = new ReportQueue(context.maxQueued);
    const { after, afterInBackground, nowMs } = context.platform;
    this.#alarms = { foreground: new Alarm(after), background: new Alarm(afterInBackground) };
    this.#state = beginDelivery(context.registration === null ? "unknown" : "unregistered", nowMs());
    this.#drained.resolve();
    this.#setAlarm();
  }

  /** Whether it closed because the server had ended the training. */
  get hasTrainingEnded(): boolean {
    const { reason } = this.#closing.signal;
    return reason instanceof TrainwireClientError && reason.code === "training_ended";
  }

  /** Why the server took nothing of late, if it wants another token; else null. */
  get denial(): TrainwireClientError | null {
    return this.#denial;
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Takes a report; it is sent within `flushMs`, or at once if it is urgent. */
  push(
    report: QueuedReport,
    { isUrgent = false, status }: { isUrgent?: boolean; status?: Status } = {},
  ): void {
    if (status !== undefined) this.#isPaused = status === "paused";
    if (!this.#hasReports) this.#drained = Promise.withResolvers<void>();
    this.#queue.push(report);
    this.#dispatch({ type: "reported", isUrgent });
  }

  /** Settles when every report taken so far was answered, or when it closes. */
  drained(): Promise<void> {
    return this.#drained.promise;
  }

  /** Gives up what is queued, with `error` for those who wait for it. Nothing fires after it. */
  close(error: TrainwireClientError): void {
    if (this.isClosed) return;
    const left = [...this.#batch, ...this.#queue.takeAll()];
    this.#batch = [];
    this.#closing.abort(error);
    this.#dispatch({ type: "closed" });
    this.#tellDropped();
    for (const { settled } of left) settled?.(error);
  }

  get #hasReports(): boolean {
    return this.#queue.length > 0 || this.#batch.length > 0;
  }

  /** The one place where the state changes; an answer that comes after the end finds nothing to change. */
  #dispatch(event: DeliveryEvent): void {
    const { platform, flushMs, fetchCommandsMs, backoff } = this.#context;
    const previous = this.#state;
    this.#state = nextDelivery(previous, event, {
      nowMs: platform.nowMs(),
      random: platform.random(),
      backoff,
      flushMs,
      fetchCommandsMs,
      hasReports: this.#hasReports,
      isPaused: this.#isPaused,
    });
    if (!this.#hasReports) this.#drained.resolve();
    if (wakeOf(this.#state) !== wakeOf(previous)) this.#setAlarm();
    if (this.#state.phase === previous.phase) return;
    if (this.#state.phase === "registering") void this.#register();
    if (this.#state.phase === "sending") void this.#send();
  }

  #setAlarm(): void {
    this.#alarms.foreground.clear();
    this.#alarms.background.clear();
    const wake = wakeOf(this.#state);
    if (wake === null) return;
    const delayMs = Math.max(0, wake.atMs - this.#context.platform.nowMs());
    const alarm = wake.inBackground ? this.#alarms.background : this.#alarms.foreground;
    alarm.set(delayMs, () => this.#dispatch({ type: "due" }));
  }

  /** Never rejects. A refusal is told, and left to the first report. */
  async #register(): Promise<void> {
    const { ingest, registration, onProblem } = this.#context;
    if (registration === null) return;
    try {
      await ingest.register(registration, this.#closing.signal);
      this.#dispatch({ type: "registered" });
    } catch (cause) {
      const error = asClientError(cause);
      if (this.isClosed) return;
      if (error.code !== "refused") return this.#fail(error);
      onProblem(error);
      this.#dispatch({ type: "refused" });
    }
  }

  /** Never rejects. What is sent again is the same batch. */
  async #send(): Promise<void> {
    if (this.#batch.length === 0) this.#batch = this.#queue.takeBatch(batchLimits);
    const texts = this.#batch.map(({ text }) => text);
    try {
      const answer = await this.#context.ingest.send(texts, this.#closing.signal);
      if (this.isClosed) return;
      this.#take(answer);
      this.#dispatch({ type: "answered" });
    } catch (cause) {
      const error = asClientError(cause);
      if (this.isClosed) return;
      if (error.code === "refused") this.#giveUp(error);
      else this.#fail(error);
    }
  }

  #take(answer: IngestAnswer): void {
    const rejected = new Map(answer.rejected.map((rejection) => [rejection.index, rejection]));
    const batch = this.#batch;
    this.#denial = null;
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

  /** What can pass is tried again, and told once. */
  #fail(error: TrainwireClientError): void {
    const isFirst = "failures" in this.#state && this.#state.failures === 0;
    const isDenied = error.code === "unauthorized" || error.code === "forbidden";
    if (isFirst || (isDenied && this.#denial === null)) this.#context.onProblem(error);
    this.#denial = isDenied ? error : null;
    this.#dispatch({ type: "failed", isDenied });
  }

  /** A refusal gives up its batch, since it would be refused again. */
  #giveUp(error: TrainwireClientError): void {
    const batch = this.#batch;
    this.#batch = [];
    const refusal = rejectionError({ code: error.wireCode ?? "", message: error.message }, batch.length);
    this.#context.onProblem(refusal);
    for (const { settled } of batch) settled?.(refusal);
    if (refusal.code !== "rejected") this.close(refusal);
    this.#dispatch({ type: "refused" });
  }

  #tellDropped(): void {
    const count = this.#queue.takeDropped();
    if (count === 0) return;
    const message = `${count} reports were dropped.`;
    this.#context.onProblem(new TrainwireClientError("reports_dropped", { message, count }));
  }
}

function asClientError(cause: unknown): TrainwireClientError {
  if (cause instanceof TrainwireClientError) return cause;
  return new TrainwireClientError("bad_answer", { message: "Sending reports failed.", cause });
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
