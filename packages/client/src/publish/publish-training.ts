import type { CommandAck, Status } from "@trainwire/protocol";
import { Alarm } from "../alarm.ts";
import { TrainwireClientError } from "../errors.ts";
import { ownPlatform, type Platform } from "../platform.ts";
import { Delivery } from "./delivery.ts";
import { Ingest } from "./ingest.ts";
import { type Publishing, type PublishOptions, readPublishOptions } from "./publisher-options.ts";
import { type ReportFields, toRecord } from "./report-fields.ts";

/** The trainer's end of a training. */
export interface TrainingPublisher extends AsyncDisposable {
  readonly trainId: string;
  /**
   * Reports something, and returns at once: it is queued, and sent in batches. Never throws; what cannot be
   * sent is told to `onProblem`. After `finish` it does nothing.
   */
  report(fields: ReportFields): void;
  /**
   * Answers a command that `onCommand` was given: `accepted` when it is taken up, then `done`, or `refused` with a
   * reason. Goes with other fields as `report({ status: "paused", command_ack: { command_id, state: "done" } })`.
   */
  ack(commandId: string, state: CommandAck["state"], reason?: string): void;
  /**
   * Ends the training: sends what is queued and the final status; default `completed`. Resolves when the
   * server has stored it, or had ended the training before. A second call returns the first one's promise.
   *
   * Rejects with a `TrainwireClientError`: `finish_timeout` after 30 s, `rejected`, `stale_attempt`, `closed`,
   * or `unauthorized` and `forbidden` after the same 30 s.
   */
  finish(status?: "completed" | "failed" | "cancelled", fields?: ReportFields): Promise<void>;
  /** Sends what is queued and closes, at the latest after 30 s. The training itself goes on unless finished. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Bounds that are no public options, in milliseconds. */
export interface PublishTuning {
  readonly finishTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly fetchCommandsMs: number;
  readonly backoff: { readonly minMs: number; readonly maxMs: number };
}

const tuning: PublishTuning = {
  finishTimeoutMs: 30_000,
  requestTimeoutMs: 15_000,
  fetchCommandsMs: 1000,
  backoff: { minMs: 500, maxMs: 20_000 },
};

/**
 * Publishes a training. The first report registers it; with a `name`, `config` or `tags` it is registered at
 * once.
 *
 * @throws TrainwireClientError `bad_id` or `bad_option`
 */
export function publishTraining(options: PublishOptions): TrainingPublisher {
  return new Publisher(options, {});
}

/** The publisher: where tests put in their own bounds and network. */
export class Publisher implements TrainingPublisher {
  readonly trainId: string;
  readonly #publishing: Publishing;
  readonly #platform: Platform;
  readonly #tuning: PublishTuning;
  readonly #delivery: Delivery;
  readonly #deadline: Alarm;
  readonly #onProblem: (error: TrainwireClientError) => void;
  readonly #signal: AbortSignal | undefined;
  readonly #producerId = crypto.randomUUID();
  #producerSeq = 0;
  #finished: Promise<void> | null = null;

  constructor(options: PublishOptions, overrides: Partial<PublishTuning>) {
    this.#publishing = readPublishOptions(options);
    this.#tuning = { ...tuning, ...overrides };
    this.trainId = this.#publishing.trainId;
    this.#platform = { ...ownPlatform(), ...(options.fetch && { fetch: options.fetch }) };
    this.#deadline = new Alarm(this.#platform.after);
    this.#onProblem = (error) => void guard(() => options.onProblem?.(error));
    const { url, token } = this.#publishing;
    const target = { url, token, fetch: this.#platform.fetch };
    this.#delivery = new Delivery({
      ...this.#publishing,
      ...this.#tuning,
      platform: this.#platform,
      ingest: new Ingest(target, this.trainId, this.#tuning.requestTimeoutMs),
      onCommand: (command) => {
        const problem = guard(() => options.onCommand?.(command));
        if (problem !== null) this.#onProblem(problem);
      },
      onProblem: this.#onProblem,
    });
    this.#signal = options.signal;
    this.#signal?.addEventListener("abort", this.#onAbort);
    if (this.#signal?.aborted) this.#onAbort();
  }

  report(fields: ReportFields): void {
    if (this.#finished !== null || this.#delivery.isClosed) return;
    const { status, command_ack, checkpoint } = fields;
    const isEssential = [status, command_ack, checkpoint].some((field) => field !== undefined);
    const text = this.#write(fields);
    if (text === null) return;
    this.#delivery.push({ text, isEssential }, { ...(status !== undefined && { status }) });
  }

  ack(commandId: string, state: CommandAck["state"], reason?: string): void {
    const command_ack = { command_id: commandId, state, ...(reason !== undefined && { reason }) };
    this.report({ command_ack });
  }

  finish(
    status: "completed" | "failed" | "cancelled" = "completed",
    fields: ReportFields = {},
  ): Promise<void> {
    this.#finished ??= this.#finish(status, fields).finally(() => this.#close("The training is finished."));
    return this.#finished;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#finished !== null || this.#delivery.isClosed) return;
    this.#finished = Promise.resolve();
    this.#deadline.set(this.#tuning.finishTimeoutMs, () => {
      const error = this.#timeout();
      this.#onProblem(error);
      this.#delivery.close(error);
    });
    await this.#delivery.drained();
    this.#close("The publisher was disposed of.");
  }

  readonly #onAbort = (): void => this.#close("The publisher was aborted.");

  async #finish(status: Status, fields: ReportFields): Promise<void> {
    if (this.#delivery.hasTrainingEnded) return;
    if (this.#delivery.isClosed) {
      throw new TrainwireClientError("closed", { message: "The publisher was closed." });
    }
    const text = this.#write({ ...fields, status }) ?? this.#write({ status }) ?? "{}";
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#deadline.set(this.#tuning.finishTimeoutMs, () => this.#delivery.close(this.#timeout()));
    const settled = (error: TrainwireClientError | null): void => {
      if (error === null || error.code === "training_ended") resolve();
      else reject(error);
    };
    this.#delivery.push({ text, isEssential: true, settled }, { isUrgent: true });
    await promise;
  }

  /** The record as text; null if it cannot be written, which is told. */
  #write(fields: ReportFields): string | null {
    const { attempt } = this.#publishing;
    const { record, leftOut } = toRecord(fields, this.#platform.nowMs());
    if (leftOut.length > 0) {
      const message = `${leftOut.join(", ")} cannot be reported.`;
      this.#onProblem(new TrainwireClientError("bad_report", { message }));
    }
    try {
      this.#producerSeq += 1;
      return JSON.stringify({
        ...record,
        ...(attempt !== undefined && { attempt }),
        producer_id: this.#producerId,
        producer_seq: this.#producerSeq,
      });
    } catch (cause) {
      const message = "The report cannot be written as JSON.";
      this.#onProblem(new TrainwireClientError("bad_report", { message, count: 1, cause }));
      return null;
    }
  }

  #timeout(): TrainwireClientError {
    const message = `The server stored nothing further for ${this.#tuning.finishTimeoutMs} ms.`;
    return this.#delivery.denial ?? new TrainwireClientError("finish_timeout", { message });
  }

  /** The one place where a publisher ends: nothing fires after it, no timer stays. */
  #close(message: string): void {
    this.#deadline.clear();
    this.#signal?.removeEventListener("abort", this.#onAbort);
    this.#delivery.close(new TrainwireClientError("closed", { message }));
  }
}

/** What the caller's own function threw, as an error of this package; null if nothing. */
function guard(call: () => void): TrainwireClientError | null {
  try {
    call();
    return null;
  } catch (cause) {
    return new TrainwireClientError("handler_failed", { message: "A given function threw.", cause });
  }
}
