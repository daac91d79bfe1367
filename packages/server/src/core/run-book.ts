import { TrainwireServerError } from "./errors.ts";
import type { Exit } from "./launcher.ts";
import type { Records, Versioned } from "./records.ts";
import { type AttemptRecord, maxAttempts, type RunRecord, withAttempt } from "./run-record.ts";
import { nextStage, type RunEvent, type RunStage } from "./run-stage.ts";
import { runViewOf } from "./run-view.ts";
import type { Training } from "./training.ts";

/** What a book is kept with. */
export interface RunBookOptions {
  readonly records: Records<RunRecord>;
  /** Told of every change. */
  readonly onChange: () => void;
}

/**
 * The record of one run, and where it stands. What happens is noted here before anything follows from it, so that a server
 * that is killed at any point finds where to go on.
 */
export class RunBook {
  readonly #training: Training;
  readonly #options: RunBookOptions;
  #record: RunRecord;
  #version: number;
  #isRemoved = false;

  constructor(training: Training, { value, version }: Versioned<RunRecord>, options: RunBookOptions) {
    this.#training = training;
    this.#options = options;
    this.#record = value;
    this.#version = version;
    this.#show();
  }

  /** What is noted. */
  get record(): RunRecord {
    return this.#record;
  }

  /** Whether it was removed: there is nothing to be noted any more. */
  get isRemoved(): boolean {
    return this.#isRemoved;
  }

  get stage(): RunStage {
    return this.#record.stage;
  }

  /** The newest attempt; undefined before the first. */
  get attempt(): AttemptRecord | undefined {
    return this.#record.attempts.at(-1);
  }

  /**
   * Notes what happened to the run, and what it says of its newest attempt.
   * @throws TrainwireServerError `storage_unavailable`; nothing has changed then
   */
  async note(event: RunEvent | undefined, attempt: Partial<AttemptRecord> = {}): Promise<void> {
    const stage = event ? nextStage(this.stage, event) : this.stage;
    await this.#put(withAttempt({ ...this.#record, stage }, attempt));
  }

  /** Notes that a new attempt is about to begin. @throws as `note` */
  async noteTurn(attempt: AttemptRecord): Promise<void> {
    const attempts = [...this.#record.attempts, attempt].slice(-maxAttempts);
    const stage = nextStage(this.stage, { type: "turn" });
    await this.#put({ ...this.#record, stage, attempts, tries: this.#record.tries + 1 });
  }

  /** Notes that somebody asks for it to run again. @throws as `note` */
  async noteResumed(place: number): Promise<void> {
    await this.#put({ ...this.#record, stage: nextStage(this.stage, { type: "queued", place }), tries: 0 });
  }

  /** Notes how its trainer ended. @throws as `note` */
  async noteExit({ code, outOfMemory }: Exit, at: string): Promise<void> {
    const { stage } = this;
    const exit = {
      ...(code !== undefined && { code }),
      ...(outOfMemory !== undefined && { out_of_memory: outOfMemory }),
    };
    await this.note(
      { type: "exited", exit },
      {
        ended_at: at,
        ended_by: stage.at === "stopping" ? (stage.signal ?? "itself") : "itself",
        ...(code !== undefined && { exit_code: code }),
      },
    );
  }

  /** Forgets the run. @throws as `note` */
  async remove(): Promise<void> {
    await this.#options.records.remove(this.#training.id);
    this.#isRemoved = true;
    this.#options.onChange();
  }

  async #put(record: RunRecord): Promise<void> {
    const version = await this.#options.records.putIfVersion(record.train_id, record, this.#version);
    if (version === undefined) throw new TrainwireServerError("internal", "a run was changed by another");
    this.#version = version;
    this.#record = record;
    this.#show();
    this.#options.onChange();
  }

  #show(): void {
    const { run } = this.#training;
    this.#training.run = runViewOf({ version: this.#version, value: this.#record }, run?.queuePosition);
  }
}
