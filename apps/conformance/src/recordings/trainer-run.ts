import { EventEmitter } from "node:events";
import { ConformanceError } from "../errors.ts";
import type { IngestSource } from "../ingest-server/ingest-source.ts";
import type { ProcessEnd, TrainerProcess, TrainerTarget } from "../targets/trainer-target.ts";
import { deadlineOf, type Patience } from "./patience.ts";

/** How a run of the trainer is made. */
export interface TrainerRunOptions {
  readonly patience: Patience;
  /** Most records that the suite keeps. */
  readonly maxRecords: number;
  /** What the trainer is to show where it publishes; undefined: nothing. */
  readonly token?: string | undefined;
  /** Cuts the run short. */
  readonly signal: AbortSignal;
}

/** One run of the trainer under test, watched from where it publishes. */
export class TrainerRun implements AsyncDisposable {
  readonly #source: IngestSource;
  readonly #process: TrainerProcess;
  readonly #options: TrainerRunOptions;
  readonly #beganAtMs = performance.now();
  readonly #changes = new EventEmitter<{ change: [] }>();
  #lastRecordAtMs: number | undefined;
  #promisedSeconds: number | undefined;
  #records = 0;
  #end: ProcessEnd | undefined;
  #problem: string | undefined;
  #wasStopped = false;

  private constructor(source: IngestSource, process: TrainerProcess, options: TrainerRunOptions) {
    this.#source = source;
    this.#process = process;
    this.#options = options;
    source.on("change", () => {
      this.#noteProgress();
      this.#changes.emit("change");
    });
    void process.ended.then((end) => {
      this.#end = end;
      this.#changes.emit("change");
    });
  }

  /**
   * Starts the trainer, to publish this training at the source.
   *
   * @throws ConformanceError `cannot_start` if it cannot be started at all.
   */
  static async start(
    target: TrainerTarget,
    { source, trainId }: { source: IngestSource; trainId: string },
    options: TrainerRunOptions,
  ): Promise<TrainerRun> {
    if (options.signal.aborted) throw cutShort();
    const process = await target.start({ url: source.url, trainId, token: options.token });
    return new TrainerRun(source, process, options);
  }

  /** How its process ended by itself; `undefined` before. */
  get end(): ProcessEnd | undefined {
    return this.#end;
  }

  /** Why the suite does not wait for it any longer; `undefined` if it did not give up. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Whether it was told to stop before it ended. */
  get wasStopped(): boolean {
    return this.#wasStopped;
  }

  /** Whether the trainer's process has ended, or the suite has given up on it. */
  get isOver(): boolean {
    return this.#end !== undefined || this.#problem !== undefined;
  }

  /** Waits until the condition holds or the run is over, as long as the training goes on as it should. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds() && !this.isOver) {
      const { atMs, problem } = this.#deadline();
      if (!(await this.#changedBy(atMs)) && !holds() && !this.isOver) this.#problem = problem;
    }
  }

  /** Waits until the condition holds or the run is over, for so many milliseconds at most. */
  async untilWithin(holds: () => boolean, withinMs: number): Promise<void> {
    const atMs = performance.now() + withinMs;
    while (!holds() && !this.isOver) if (!(await this.#changedBy(atMs))) return;
  }

  /** Waits for the end of the training and its process. */
  finished(): Promise<void> {
    return this.until(() => false);
  }

  /** Asks the process to stop, and waits for it as long as a trainer may take. */
  async terminate(): Promise<void> {
    if (this.isOver) return;
    this.#wasStopped = true;
    await this.#process.terminate();
    await this.stopped("TERM", this.#options.patience.stopMs);
  }

  /** Waits for the process, which was told to stop by this. */
  async stopped(by: string, withinMs: number): Promise<void> {
    this.#wasStopped = true;
    await this.untilWithin(() => false, withinMs);
    if (!this.isOver) this.#problem = `the trainer was still running ${withinMs / 1000} s after ${by}`;
  }

  /** Notes that it had reason to report nothing until now. */
  excuse(): void {
    this.#lastRecordAtMs = performance.now();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }

  #noteProgress(): void {
    const { stored, isFull } = this.#source.ledger;
    for (const { report } of stored.slice(this.#records)) {
      // A record without any field is a sign of life, but no progress.
      if (Object.keys(report.details).length === 0) continue;
      this.#lastRecordAtMs = performance.now();
      this.#promisedSeconds = report.details.expect_next_in_seconds ?? this.#promisedSeconds;
    }
    this.#records = stored.length;
    if (!isFull) return;
    const most = `the most that the suite keeps of a run (--max-records)`;
    this.#problem ??= `the trainer sent more than ${this.#options.maxRecords} records, ${most}`;
  }

  #deadline(): ReturnType<typeof deadlineOf> {
    return deadlineOf(
      {
        beganAtMs: this.#beganAtMs,
        lastRecordAtMs: this.#lastRecordAtMs,
        promisedSeconds: this.#promisedSeconds,
        hasSpoken: this.#source.hasSpoken,
        terminalStatus: this.#source.ledger.terminalStatus,
      },
      this.#options.patience,
    );
  }

  /** Whether something changed before that point in time. */
  #changedBy(atMs: number): Promise<boolean> {
    const { signal } = this.#options;
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(cutShort());
      const settle = (isChanged: boolean): void => {
        clearTimeout(timer);
        this.#changes.off("change", changed);
        signal.removeEventListener("abort", cut);
        resolve(isChanged);
      };
      const changed = (): void => settle(true);
      const cut = (): void => {
        reject(cutShort());
        settle(false);
      };
      const timer = setTimeout(() => settle(false), Math.max(0, atMs - performance.now()));
      this.#changes.on("change", changed);
      signal.addEventListener("abort", cut);
    });
  }
}

function cutShort(): ConformanceError {
  return new ConformanceError("interrupted", "the run was cut short");
}
