import type { Command } from "@trainwire/protocol";
import { ConformanceError } from "../errors.ts";
import { IngestServer } from "../ingest-server/ingest-server.ts";
import type { Reaction } from "../ingest-server/reaction.ts";
import { newTrainId } from "../new-train-id.ts";
import type { ProcessEnd, TrainerProcess, TrainerTarget } from "../targets/trainer-target.ts";
import { Trace } from "../trace.ts";
import { deadlineOf, type Patience } from "./patience.ts";
import type { TrainerRecording } from "./trainer-recording.ts";

/** How a run of the trainer is made. */
export interface TrainerRunOptions {
  readonly patience: Patience;
  /** Most records that the suite keeps. */
  readonly maxRecords: number;
  /** How long a late answer is late, in milliseconds. */
  readonly lateMs: number;
  readonly signal: AbortSignal;
  /** What becomes of the nth request with records; default: it is stored. */
  readonly react?: (number: number) => Reaction;
}

/** One run of the trainer under test against the server that the suite plays. */
export class TrainerRun implements AsyncDisposable {
  /** Commands that every answer repeats. */
  commands: readonly Command[] = [];
  readonly server: IngestServer;
  readonly #process: TrainerProcess;
  readonly #options: TrainerRunOptions;
  readonly #trace: Trace;
  readonly #beganAtMs = performance.now();
  #lastRecordAtMs: number | undefined;
  #promisedSeconds: number | undefined;
  #records = 0;
  #end: ProcessEnd | undefined;
  #problem: string | undefined;
  #wasStopped = false;

  private constructor(
    options: TrainerRunOptions,
    { server, process, trace }: { server: IngestServer; process: TrainerProcess; trace: Trace },
  ) {
    this.#options = options;
    this.server = server;
    this.#process = process;
    this.#trace = trace;
    server.on("change", () => this.#noteProgress());
    void process.ended.then((end) => {
      this.#end = end;
      server.emit("change");
    });
  }

  /**
   * Starts the trainer with an assignment of its own.
   *
   * @throws ConformanceError `cannot_start` if it cannot be started at all.
   */
  static async start(target: TrainerTarget, options: TrainerRunOptions): Promise<TrainerRun> {
    options.signal.throwIfAborted();
    const trace = new Trace();
    const trainId = newTrainId("trainer");
    let run: TrainerRun | undefined;
    const server = await IngestServer.start({
      trainId,
      trace,
      maxRecords: options.maxRecords,
      lateMs: options.lateMs,
      react: options.react ?? (() => "store"),
      commands: () => run?.commands ?? [],
    });
    try {
      const process = await target.start({ url: server.url, trainId });
      run = new TrainerRun(options, { server, process, trace });
      return run;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
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
    await this.stopped("TERM");
  }

  /** Waits for the process, which was told to stop by this. */
  async stopped(by: string): Promise<void> {
    this.#wasStopped = true;
    const { stopMs } = this.#options.patience;
    await this.untilWithin(() => false, stopMs);
    if (!this.isOver) this.#problem = `the trainer was still running ${stopMs / 1000} s after ${by}`;
  }

  /** What was recorded so far. */
  recording(): TrainerRecording {
    const { requests, problems, acks, ledger } = this.server;
    const { stored, rejected, terminalStatus } = ledger;
    return {
      frames: this.#trace.frames,
      requests,
      problems,
      stored,
      rejected,
      acks,
      terminalStatus,
      end: this.#end,
      problem: this.#problem,
      wasStopped: this.#wasStopped,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
    await this.server[Symbol.asyncDispose]();
  }

  #noteProgress(): void {
    const { stored, isFull } = this.server.ledger;
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
        hasSpoken: this.server.hasSpoken,
        terminalStatus: this.server.ledger.terminalStatus,
      },
      this.#options.patience,
    );
  }

  /** Whether something changed before that point in time. */
  #changedBy(atMs: number): Promise<boolean> {
    const { signal } = this.#options;
    return new Promise((resolve, reject) => {
      const settle = (isChanged: boolean): void => {
        clearTimeout(timer);
        this.server.off("change", changed);
        signal.removeEventListener("abort", cut);
        resolve(isChanged);
      };
      const changed = (): void => settle(true);
      const cut = (): void => {
        reject(new ConformanceError("interrupted", "the run was cut short"));
        settle(false);
      };
      const timer = setTimeout(() => settle(false), Math.max(0, atMs - performance.now()));
      this.server.on("change", changed);
      signal.addEventListener("abort", cut);
    });
  }
}
