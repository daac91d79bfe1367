import type { ArtifactHoldings } from "./artifact-holdings.ts";
import type { Log } from "./log.ts";
import type { Training } from "./training.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** How long, and how many, artifacts of ended trainings are kept; without limit by default. */
export interface ArtifactLimits {
  /** Days since the training ended. */
  readonly days?: number | undefined;
  /** Bytes that the artifacts of all trainings may have together. */
  readonly bytes?: number | undefined;
}

/** The artifacts that a training holds. */
export interface HeldArtifacts {
  readonly trainId: string;
  readonly bytes: number;
  /** Undefined if it has not: then its artifacts are kept, those that it resumes from among them. */
  readonly endedAtMs: number | undefined;
}

/** The trainings whose artifacts go: those that ended first, until both limits hold. */
export function artifactsToClear(
  held: readonly HeldArtifacts[],
  { days = Infinity, bytes = Infinity }: ArtifactLimits,
  nowMs: number,
): readonly HeldArtifacts[] {
  let total = held.reduce((sum, each) => sum + each.bytes, 0);
  const gone: HeldArtifacts[] = [];
  for (const each of held.toSorted((one, other) => (one.endedAtMs ?? 0) - (other.endedAtMs ?? 0))) {
    if (each.endedAtMs === undefined) continue;
    if (nowMs - each.endedAtMs <= days * dayMs && total <= bytes) continue;
    total -= each.bytes;
    gone.push(each);
  }
  return gone;
}

/** What the retention of artifacts works on. */
export interface ArtifactRetentionOptions {
  readonly holdings: ArtifactHoldings;
  readonly log: Log;
  readonly limits: ArtifactLimits;
  /** Whether a trainer that the server started may be writing to a training's folder: then it stays for now. */
  readonly isHeld: (trainId: string) => boolean;
}

/** Removes the artifacts of ended trainings by the owner's limits, and what deleted trainings have left. */
export class ArtifactRetention {
  readonly #options: ArtifactRetentionOptions;
  readonly #deleted = new Set<string>();
  #heldBytes: number | undefined;

  constructor(options: ArtifactRetentionOptions) {
    this.#options = options;
  }

  /** How many bytes artifacts had at the last sweep; undefined before the first. */
  get heldBytes(): number | undefined {
    return this.#heldBytes;
  }

  /** Notes a change of a training. */
  note(training: Training): void {
    if (training.isDeleted) this.#deleted.add(training.id);
  }

  /** Removes what trainings that were deleted since have left. What fails is left to the next sweep. */
  async removeDeleted(): Promise<void> {
    const { holdings, isHeld } = this.#options;
    const gone = [...this.#deleted].filter((trainId) => !isHeld(trainId));
    if (gone.length === 0) return;
    for (const trainId of gone) {
      this.#deleted.delete(trainId);
      await holdings.remove(trainId);
    }
    await holdings.free();
  }

  /** Looks at every training that has a folder. Between two pieces of work it may rest. */
  async *sweep(): AsyncGenerator<void, void> {
    const { holdings, limits } = this.#options;
    await holdings.free();
    const held: HeldArtifacts[] = [];
    for (const trainId of await holdings.trainIds()) {
      yield;
      held.push(...(await this.#look(trainId)));
    }
    this.#heldBytes = held.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { trainId, bytes } of artifactsToClear(held, limits, Date.now())) {
      yield;
      await holdings.clear(trainId);
      this.#heldBytes -= bytes;
    }
    await holdings.free();
  }

  async #look(trainId: string): Promise<readonly HeldArtifacts[]> {
    const { holdings, log, isHeld } = this.#options;
    const head = await log.head(trainId);
    if (!head) {
      // A folder may be there before its training is registered; one whose training was deleted was left by a crash.
      if (!isHeld(trainId) && (await log.isRemoved(trainId))) await holdings.remove(trainId);
      return [];
    }
    const { complete, received_at } = head.state;
    const endedAtMs = complete ? Date.parse(received_at ?? "1970-01-01T00:00:00Z") : undefined;
    const bytes = await holdings.bytesOf(trainId);
    return bytes === 0 ? [] : [{ trainId, bytes, endedAtMs }];
  }
}
