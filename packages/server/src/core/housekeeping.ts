import type { Retention } from "@trainwire/protocol";
import type { ArtifactRetention } from "./artifact-retention.ts";
import type { Log } from "./log.ts";
import type { Records } from "./records.ts";
import { isLimited, strictest } from "./retention.ts";
import type { TrainingRecord } from "./training-record.ts";
import type { Trainings } from "./trainings.ts";
import { type AnnounceTrim, trimSlice, trimToBudget } from "./trim.ts";

/** Time between two looks at what has changed, and at everything. */
const roundMs = 1000;
const sweepMs = 60 * 60 * 1000;
/** Time between two looks at all artifacts, which grow faster than logs. */
const artifactSweepMs = 5 * 60 * 1000;
/** Time to wait after a failure, such as a full disk. */
const failureMs = 30_000;
/** Each piece of work is followed by a rest of so many times its length: live viewers come first. */
const restFactor = 9;
/** How many trainings a sweep looks at in one piece. */
const sweepSize = 100;

/** What the housekeeping of a server works on. */
export interface HousekeepingOptions {
  readonly log: Log;
  readonly records: Records<TrainingRecord>;
  readonly trainings: Trainings;
  /** The server's own limits, beside those of each training. */
  readonly retention: Retention;
  /** What all trainings may hold together, as `Log.heldBytes` counts it; unlimited if not given. */
  readonly totalBytes?: number | undefined;
  readonly artifacts: ArtifactRetention;
  readonly onError: (error: unknown) => void;
}

/** What is done in small pieces while the server serves: retention, and freeing what was removed. */
export class Housekeeping {
  readonly #options: HousekeepingOptions;
  /** Trainings that may have grown over their limits, with these. */
  readonly #due = new Map<string, Retention>();
  readonly #announce: AnnounceTrim;
  readonly #stopListening: () => void;
  readonly #ended: Promise<void>;
  #sweptAtMs = -Infinity;
  #artifactsSweptAtMs = -Infinity;
  #stopped = false;
  #wake: () => void = () => undefined;

  constructor(options: HousekeepingOptions) {
    this.#options = options;
    this.#announce = (trainId, firstSeq) => options.trainings.announceTrim(trainId, firstSeq);
    this.#stopListening = options.trainings.onChange((training) => {
      this.#note(training.record.value);
      options.artifacts.note(training);
    });
    this.#ended = this.#run();
  }

  /** Ends it; resolves when nothing is under way any more. */
  close(): Promise<void> {
    this.#stopped = true;
    this.#stopListening();
    this.#wake();
    return this.#ended;
  }

  #note(record: TrainingRecord): void {
    const retention = strictest(this.#options.retention, record.retention);
    if (isLimited(retention)) this.#due.set(record.train_id, retention);
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#round();
        await this.#pause(roundMs);
      } catch (error) {
        this.#options.onError(error);
        await this.#pause(failureMs);
      }
    }
  }

  async #round(): Promise<void> {
    if (performance.now() - this.#sweptAtMs >= sweepMs) await this.#sweep();
    // Those noted meanwhile wait for the next round, or what comes behind would wait for ever.
    const due = [...this.#due];
    for (const [trainId, retention] of due) {
      this.#due.delete(trainId);
      try {
        await this.#repeat(() => this.#trim(trainId, retention));
      } catch (error) {
        // Behind the others, so that one that fails does not keep them waiting.
        if (!this.#due.has(trainId)) this.#due.set(trainId, retention);
        throw error;
      }
    }
    await this.#repeat(() => this.#trimToBudget());
    await this.#repeat(() => this.#options.log.tidy());
    await this.#options.artifacts.removeDeleted();
    if (performance.now() - this.#artifactsSweptAtMs >= artifactSweepMs) await this.#sweepArtifacts();
  }

  /** Looks at every training: options may have changed, and age comes by itself. */
  async #sweep(): Promise<void> {
    this.#sweptAtMs = performance.now();
    let cursor: string | undefined;
    await this.#repeat(async () => {
      const page = await this.#options.records.list(sweepSize, cursor);
      for (const { value } of page) this.#note(value);
      cursor = page.at(-1)?.cursor;
      return page.length === sweepSize;
    });
  }

  async #sweepArtifacts(): Promise<void> {
    this.#artifactsSweptAtMs = performance.now();
    const pieces = this.#options.artifacts.sweep();
    await this.#repeat(async () => !(await pieces.next()).done);
  }

  #trim(trainId: string, retention: Retention): Promise<boolean> {
    return trimSlice(this.#options.log, { trainId, retention, announce: this.#announce });
  }

  async #trimToBudget(): Promise<boolean> {
    const { log, totalBytes } = this.#options;
    if (totalBytes === undefined) return false;
    return trimToBudget(log, { totalBytes, announce: this.#announce });
  }

  /** Does a piece of work until it says that there is no more, and rests after each. */
  async #repeat(piece: () => Promise<boolean>): Promise<void> {
    for (let more = true; more && !this.#stopped; ) {
      const beganAtMs = performance.now();
      more = await piece();
      await this.#pause((performance.now() - beganAtMs) * restFactor);
    }
  }

  #pause(ms: number): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
