import { limits, type TrainingSummary, type TrainingsUpdate } from "@trainwire/protocol";
import { type Asker, lengthOf, listPage, maxPageLength } from "./list-page.ts";
import type { Training } from "./training.ts";
import type { Trainings } from "./trainings.ts";

/** Trainings that changed or were deleted, by id. */
export type Changes = Map<string, Training>;

/** What one message of the list says. */
export type ListPart = Pick<TrainingsUpdate, "snapshot" | "removed" | "trainings">;

/** The newest trainings that are still to be sent. */
interface SnapshotRest {
  readonly cursor: string | undefined;
  readonly count: number;
}

const wholeSnapshot: SnapshotRest = { cursor: undefined, count: limits.maxPageTrainings };

/**
 * What a subscriber of the list has still to be sent, in parts of bounded size: the newest trainings, if it has
 * none yet, and then what changed meanwhile.
 */
export class ListBacklog {
  readonly #missed: Changes = new Map();
  #snapshot: SnapshotRest | undefined;
  #isOutdated = false;

  /** @param begin Whether it begins with the newest trainings. */
  constructor(begin: "with snapshot" | "with changes") {
    if (begin === "with snapshot") this.#snapshot = wholeSnapshot;
  }

  get isEmpty(): boolean {
    return !this.#snapshot && !this.#isOutdated && this.#missed.size === 0;
  }

  /** Takes in what has changed. Of too much the newest trainings are sent, once more, instead. */
  note(changes: Changes, maySee: (trainId: string) => boolean): void {
    if (this.#isOutdated) return;
    for (const [id, training] of changes) if (maySee(id)) this.#missed.set(id, training);
    if (this.#missed.size <= limits.maxPageTrainings) return;
    this.#missed.clear();
    this.#isOutdated = true;
  }

  /** The next part, or undefined if it would be empty. */
  async next(trainings: Trainings, asker: Asker): Promise<ListPart | undefined> {
    if (!this.#snapshot && this.#isOutdated) {
      this.#isOutdated = false;
      this.#snapshot = wholeSnapshot;
    }
    if (!this.#snapshot) return this.#missed.size > 0 ? takePart(this.#missed) : undefined;
    const { cursor, count } = this.#snapshot;
    const page = await listPage(trainings, { limit: count, ...(cursor !== undefined && { cursor }) }, asker);
    const left = count - page.trainings.length;
    const goesOn = page.next_cursor !== undefined && left > 0;
    this.#snapshot = goesOn ? { cursor: page.next_cursor, count: left } : undefined;
    if (cursor === undefined) return { snapshot: true, trainings: page.trainings };
    return page.trainings.length > 0 ? { trainings: page.trainings } : undefined;
  }
}

/** Takes out of `changes` what fits into one message. */
export function takePart(changes: Changes): ListPart {
  const trainings: TrainingSummary[] = [];
  const removed: string[] = [];
  let length = 0;
  for (const [id, training] of changes) {
    if (training.isDeleted) {
      removed.push(id);
    } else {
      const { summary } = training;
      length += lengthOf(summary);
      if (trainings.length > 0 && length > maxPageLength) break;
      trainings.push(summary);
    }
    changes.delete(id);
  }
  return { ...(removed.length > 0 && { removed }), trainings };
}
