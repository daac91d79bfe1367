import type { Checkpoint } from "@trainwire/protocol";

/** A checkpoint as it was found after its trainer had reported it. */
export interface VerifiedCheckpoint extends Checkpoint {
  readonly bytes: number;
  /** In hexadecimal; of a folder: of the lines that `sha256sum` writes for its files, by path. */
  readonly sha256: string;
}

/** The port to the checkpoints that trainings have left in their folders: files, or folders of files. */
export interface Checkpoints {
  /**
   * Looks at what a trainer reports, and remembers it as the newest checkpoint.
   * @returns undefined if there is nothing of this path.
   * @throws TrainwireServerError `artifact_changed` if it is still being written.
   */
  verify(trainId: string, checkpoint: Checkpoint): Promise<VerifiedCheckpoint | undefined>;
  /** The newest one that still is what it was when it was verified. */
  newest(trainId: string): Promise<VerifiedCheckpoint | undefined>;
  /** Removes all verified ones but the newest `count`. */
  keep(trainId: string, count: number): Promise<void>;
}
