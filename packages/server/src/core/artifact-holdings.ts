/** The port to the folders that trainings have on the disk. */
export interface ArtifactHoldings {
  /** The trainings that have one. */
  trainIds(): Promise<readonly string[]>;
  /** How many bytes a training's artifacts have. */
  bytesOf(trainId: string): Promise<number>;
  /** Removes a training's artifacts; what else is in its folder stays. */
  clear(trainId: string): Promise<void>;
  /** Removes a training's folder, and what was remembered of it. Nothing happens if there is none. */
  remove(trainId: string): Promise<void>;
  /** Gives the room of what was removed back to the disk, also of what a crash has left. */
  free(): Promise<void>;
}
