import type { Checkpoint } from "@trainwire/protocol";
import type { Checkpoints } from "./checkpoints.ts";
import type { Clock } from "./clock.ts";
import { TrainwireServerError } from "./errors.ts";
import { checkpointRecord, missingCheckpointRecord, recordAll } from "./run-events.ts";
import type { Training } from "./training.ts";
import { Turns } from "./turns.ts";

/** What the checkpoints of a run are looked at with. */
export interface RunCheckpointsOptions {
  readonly checkpoints: Checkpoints;
  readonly clock: Clock;
  /** How many are kept. */
  readonly keep: number;
  readonly onError: (error: unknown) => void;
}

/** Looks at each checkpoint that a training's trainer reports, one after another, and records what it found. */
export class RunCheckpoints {
  readonly #training: Training;
  readonly #options: RunCheckpointsOptions;
  readonly #turns = new Turns();
  #settled: Promise<void> = Promise.resolve();
  #last: Checkpoint | undefined;

  constructor(training: Training, options: RunCheckpointsOptions) {
    this.#training = training;
    this.#options = options;
    const { checkpoint } = training.head.state;
    this.#last = checkpoint;
    if (checkpoint) this.#inTurn(() => this.#lookIfNew(checkpoint));
  }

  /** Resolves when all that were reported by now have been looked at. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** Called with the newest reported checkpoint after each commit; looks at it if it was reported anew. */
  note(checkpoint: Checkpoint | undefined): void {
    if (checkpoint === undefined || checkpoint === this.#last) return;
    this.#last = checkpoint;
    this.#inTurn(() => this.#look(checkpoint));
  }

  #inTurn(job: () => Promise<void>): void {
    this.#settled = this.#turns.run(job).catch(this.#options.onError);
  }

  /** The server may have stopped between storing a report and looking at its checkpoint. */
  async #lookIfNew(checkpoint: Checkpoint): Promise<void> {
    const newest = await this.#options.checkpoints.newest(this.#training.id);
    if (newest?.path !== checkpoint.path) await this.#look(checkpoint);
  }

  async #look(checkpoint: Checkpoint): Promise<void> {
    const { checkpoints, clock, keep } = this.#options;
    const trainId = this.#training.id;
    const verified = await checkpoints.verify(trainId, checkpoint).catch((error: unknown) => {
      if (error instanceof TrainwireServerError && error.code === "artifact_changed") return error.message;
      throw error;
    });
    const record =
      typeof verified === "object"
        ? checkpointRecord(verified, clock.nowMs())
        : missingCheckpointRecord(
            checkpoint.path,
            verified ?? "there is no file of this name",
            clock.nowMs(),
          );
    await recordAll(this.#training, () => [record]);
    if (typeof verified === "object") await checkpoints.keep(trainId, keep);
  }
}
