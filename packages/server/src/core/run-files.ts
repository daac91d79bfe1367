/** The port to the run folders of a server: one a training that it starts. */
export interface RunFiles {
  /** Makes the folders of a run. Returns its absolute path, whether it was there or not. */
  prepare(trainId: string): Promise<string>;
  /** The absolute path of a run's folder. */
  folderOf(trainId: string): string;
  /** What the trainers of a run could not deliver, as NDJSON, some at a time. */
  spooled(trainId: string): AsyncIterable<string>;
  /** The end of what an attempt printed; empty if it printed nothing. */
  printed(trainId: string, attempt: number): Promise<string>;
  /** Takes the beginning from an attempt's log if it has grown too long. */
  boundLog(trainId: string, attempt: number): Promise<void>;
}
